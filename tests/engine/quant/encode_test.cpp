// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

std::vector<float> roundTrip(const BlockType& type, const std::vector<float>& values) {
  const std::size_t blocks = values.size() / type.blockValues;
  std::vector<std::byte> stored(blocks * type.blockBytes);
  std::vector<float> result(values.size());
  type.encode(values.data(), stored.data(), blocks);
  type.decode(stored.data(), result.data(), blocks);
  return result;
}

// Largest error that a type may make, as a part of the block's largest magnitude: half a step, and
// what rounding the scale to a half adds.
struct Precision {
  const BlockType* type;
  float error;
};

class Encode : public testing::TestWithParam<Precision> {};

TEST_P(Encode, ComesBackWithinHalfAStep) {
  const BlockType& type = *GetParam().type;
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0.02f, 0.3f);
  std::vector<float> values(32 * 50);
  for (float& value : values) value = normal(random);
  const std::vector<float> result = roundTrip(type, values);
  for (std::size_t block = 0; block < values.size(); block += 32) {
    float largest = 0;
    for (std::size_t i = block; i < block + 32; ++i)
      largest = std::max(largest, std::fabs(values[i]));
    for (std::size_t i = block; i < block + 32; ++i) {
      ASSERT_NEAR(result[i], values[i], GetParam().error * largest) << "value " << i;
    }
  }
}

TEST_P(Encode, KeepsWhatIsAlreadyEncoded) {
  const BlockType& type = *GetParam().type;
  std::mt19937 random(8);
  std::uniform_real_distribution<float> uniform(-2, 2);
  std::vector<float> values(32 * 20);
  for (float& value : values) value = uniform(random);
  const std::vector<float> once = roundTrip(type, values);
  const std::vector<float> twice = roundTrip(type, once);
  for (std::size_t i = 0; i < once.size(); ++i) {
    ASSERT_NEAR(twice[i], once[i], 2 * 0.002f) << "value " << i;
  }
}

TEST_P(Encode, ZeroStaysZero) {
  const std::vector<float> zeros(64, 0.0f);
  EXPECT_EQ(roundTrip(*GetParam().type, zeros), zeros);
}

TEST_P(Encode, SurvivesValuesThatAreNotFinite) {
  std::vector<float> values(32, 1.0f);
  values[3] = std::numeric_limits<float>::quiet_NaN();
  values[4] = std::numeric_limits<float>::infinity();
  values[5] = -std::numeric_limits<float>::max();
  EXPECT_EQ(roundTrip(*GetParam().type, values).size(), values.size());
}

INSTANTIATE_TEST_SUITE_P(Types, Encode,
                         testing::Values(Precision{&kF32, 0.0f}, Precision{&kF16, 0.0005f},
                                         Precision{&kBF16, 0.004f}, Precision{&kQ8_0, 0.0045f},
                                         Precision{&kQ4_0, 0.127f}, Precision{&kQ4_1, 0.07f}),
                         [](const auto& instance) {
                           return std::string(instance.param.type->name);
                         });

TEST(Encode, TheKQuantsCannotBeWritten) {
  for (const BlockType* type : {&kQ4_K, &kQ5_K, &kQ6_K}) EXPECT_EQ(type->encode, nullptr);
}

}  // namespace
}  // namespace alcove::quant
