// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/rope_frequencies.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace alcove::models {
namespace {

ModelConfig config() {
  ModelConfig c;
  c.ropeDim = 8;
  c.ropeBase = 10000;
  return c;
}

TEST(RopeFrequencies, PlainFollowsTheBase) {
  const RopeFrequencies rope = ropeFrequencies(config(), {});
  const std::array<float, 4> expected = {1, 0.1f, 0.01f, 0.001f};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(rope.values[i], expected[i]);
  EXPECT_EQ(rope.magnitude, 1);
}

TEST(RopeFrequencies, LinearDividesAll) {
  ModelConfig c = config();
  c.ropeScaling = {RopeScaling::Kind::Linear, 4};
  EXPECT_FLOAT_EQ(ropeFrequencies(c, {}).values[1], 0.025f);
}

TEST(RopeFrequencies, FactorsDivideTheirPair) {
  const std::array<float, 4> factors = {1, 2, 4, 8};
  EXPECT_FLOAT_EQ(ropeFrequencies(config(), factors).values[3], 0.001f / 8);
}

TEST(RopeFrequencies, YarnKeepsFastPairsAndInterpolatesSlowOnes) {
  ModelConfig c = config();
  c.ropeDim = 64;
  c.ropeScaling = {RopeScaling::Kind::Yarn, 4, 4096};
  const RopeFrequencies plain = ropeFrequencies(config(), {}), yarn = ropeFrequencies(c, {});
  EXPECT_FLOAT_EQ(yarn.values.front(), plain.values.front());
  EXPECT_FLOAT_EQ(yarn.values.back(), 1.0f / std::pow(10000.0f, 62.0f / 64) / 4);
  EXPECT_NEAR(yarn.magnitude, 1 + 0.1 * std::log(4.0), 1e-6);
}

}  // namespace
}  // namespace alcove::models
