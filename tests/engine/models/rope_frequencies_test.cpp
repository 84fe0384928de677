// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/rope_frequencies.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace alcove::models {
namespace {

TEST(RopeFrequencies, PlainFollowsTheBase) {
  const RopeFrequencies rope = ropeFrequencies({}, 8, {});
  const std::array<float, 4> expected = {1, 0.1f, 0.01f, 0.001f};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(rope.values[i], expected[i]);
  EXPECT_EQ(rope.magnitude, 1);
}

TEST(RopeFrequencies, LinearDividesAll) {
  const RopeConfig c{.scaling = {RopeScaling::Kind::Linear, 4}};
  EXPECT_FLOAT_EQ(ropeFrequencies(c, 8, {}).values[1], 0.025f);
}

TEST(RopeFrequencies, FactorsDivideTheirPair) {
  const std::array<float, 4> factors = {1, 2, 4, 8};
  EXPECT_FLOAT_EQ(ropeFrequencies({}, 8, factors).values[3], 0.001f / 8);
}

TEST(RopeFrequencies, YarnKeepsFastPairsAndInterpolatesSlowOnes) {
  const RopeConfig c{.scaling = {RopeScaling::Kind::Yarn, 4, 4096}};
  const RopeFrequencies plain = ropeFrequencies({}, 8, {}), yarn = ropeFrequencies(c, 64, {});
  EXPECT_FLOAT_EQ(yarn.values.front(), plain.values.front());
  EXPECT_FLOAT_EQ(yarn.values.back(), 1.0f / std::pow(10000.0f, 62.0f / 64) / 4);
  EXPECT_NEAR(yarn.magnitude, 1 + 0.1 * std::log(4.0), 1e-6);
}

TEST(RopeFrequencies, LongRopeTakesItsMagnitudeFromTheModel) {
  const std::array<float, 4> factors = {1, 2, 4, 8};
  RopeConfig c{.scaling = {RopeScaling::Kind::LongRope, 1, 4096}};
  EXPECT_EQ(ropeFrequencies(c, 8, factors).magnitude, 1);
  c.scaling.attentionFactor = 1.25f;
  EXPECT_EQ(ropeFrequencies(c, 8, factors).magnitude, 1.25f);
  EXPECT_FLOAT_EQ(ropeFrequencies(c, 8, factors).values[1], 0.05f);
}

}  // namespace
}  // namespace alcove::models
