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

std::vector<float> roundTrip(const BlockType& type, const std::vector<float>& values,
                             const Encoding& encoding = {}) {
  const std::size_t blocks = values.size() / type.blockValues;
  std::vector<std::byte> stored(blocks * type.blockBytes);
  std::vector<float> result(values.size());
  type.encode(values.data(), stored.data(), blocks, encoding);
  type.decode(stored.data(), result.data(), blocks);
  return result;
}

// Largest error that a type may make, as a part of the block's largest magnitude: half a step, and
// what rounding the scale to a half adds.
// The same values with every standard library: normal ones, and ones with heavy tails (Student's t
// with three degrees of freedom), as weights have them.
class Values {
 public:
  [[nodiscard]] std::vector<float> normal(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = float(0.02 * draw());
    return values;
  }
  [[nodiscard]] std::vector<float> heavyTailed(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) {
      const double a = draw(), b = draw(), c = draw();
      value = float(0.02 * draw() / std::sqrt((a * a + b * b + c * c) / 3));
    }
    return values;
  }
  // As mean squares of activations are: a few columns matter much more than the others.
  [[nodiscard]] std::vector<float> importance(std::size_t columns, std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
      values[i] = i < columns ? float(std::exp(draw())) : values[i - columns];
    return values;
  }

 private:
  [[nodiscard]] double draw() {  // the sum of twelve is as good as normal
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += double(m_random()) / 4294967296.0;
    return sum;
  }

  std::mt19937 m_random{7};
};

// Largest error that a type may make, as a part of the largest magnitude in 256 values: about one
// step, because searching for the best scale cuts off what stands out.
struct Precision {
  const BlockType* type;
  float error;
};

class Encode : public testing::TestWithParam<Precision> {};

TEST_P(Encode, ComesBackWithinAStep) {
  const BlockType& type = *GetParam().type;
  const std::vector<float> values = Values().normal(256 * 40);
  const std::vector<float> result = roundTrip(type, values);
  for (std::size_t block = 0; block < values.size(); block += 256) {
    float largest = 0;
    for (std::size_t i = block; i < block + 256; ++i)
      largest = std::max(largest, std::fabs(values[i]));
    for (std::size_t i = block; i < block + 256; ++i) {
      ASSERT_NEAR(result[i], values[i], GetParam().error * largest) << "value " << i;
    }
  }
}

TEST_P(Encode, LosesMuchLessTheSecondTime) {
  const BlockType& type = *GetParam().type;
  const std::vector<float> values = Values().normal(256 * 8);
  const std::vector<float> once = roundTrip(type, values);
  const std::vector<float> twice = roundTrip(type, once);
  double first = 0, second = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    first += std::pow(double(once[i]) - double(values[i]), 2);
    second += std::pow(double(twice[i]) - double(once[i]), 2);
  }
  EXPECT_LE(second, 0.3 * first);
}

TEST_P(Encode, ZeroStaysZero) {
  const std::vector<float> zeros(512, 0.0f);
  EXPECT_EQ(roundTrip(*GetParam().type, zeros), zeros);
}

TEST_P(Encode, EqualValuesStayWithinTheScale) {
  for (const float value : {1.0f, -1.0f}) {
    const std::vector<float> values(256, value);
    for (const float result : roundTrip(*GetParam().type, values))
      ASSERT_NEAR(result, value, 0.01f) << value;
  }
}

TEST_P(Encode, SurvivesValuesThatAreNotFinite) {
  std::vector<float> values(256, 1.0f);
  values[3] = std::numeric_limits<float>::quiet_NaN();
  values[4] = std::numeric_limits<float>::infinity();
  values[5] = -std::numeric_limits<float>::max();
  EXPECT_EQ(roundTrip(*GetParam().type, values).size(), values.size());
}

TEST_P(Encode, ColumnsOfNoImportanceDoNoHarm) {
  const BlockType& type = *GetParam().type;
  const std::vector<float> values = Values().normal(512);
  std::vector<float> importance(512, 1.0f);
  std::fill_n(importance.begin(), 256, 0.0f);
  for (const float value : roundTrip(type, values, {importance.data(), nullptr}))
    ASSERT_TRUE(std::isfinite(value));
}

INSTANTIATE_TEST_SUITE_P(
    Types, Encode,
    testing::Values(Precision{&kF32, 0.0f}, Precision{&kF16, 0.0005f}, Precision{&kBF16, 0.004f},
                    Precision{&kQ8_0, 0.0045f}, Precision{&kQ4_0, 0.125f}, Precision{&kQ4_1, 0.13f},
                    Precision{&kQ5_0, 0.0625f}, Precision{&kQ5_1, 0.065f}, Precision{&kQ2_K, 0.5f},
                    Precision{&kQ3_K, 0.25f}, Precision{&kQ4_K, 0.13f}, Precision{&kQ5_K, 0.065f},
                    Precision{&kQ6_K, 0.032f}),
    [](const auto& instance) { return std::string(instance.param.type->name); });

// The root mean square errors of ggml's encoders (libggml-base 0.25.3, ggml_quantize_chunk) for the
// very values of this test: Alcove's are at most 1 % larger. With importance, the error is weighted
// with it.
struct Rival {
  const BlockType* type;
  double normal, normalWeighted, heavy, heavyWeighted;
};

class EncodeError : public testing::TestWithParam<Rival> {};

double errorOf(const BlockType& type, const std::vector<float>& values,
               const std::vector<float>* importance) {
  const std::vector<float> result =
      roundTrip(type, values, {importance ? importance->data() : nullptr, nullptr});
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double miss = double(result[i]) - double(values[i]);
    sum += miss * miss * (importance ? double((*importance)[i]) : 1.0);
  }
  return std::sqrt(sum / double(values.size()));
}

TEST_P(EncodeError, IsThatOfGgmlAtMost) {
  const Rival& rival = GetParam();
  constexpr std::size_t kColumns = 1024, kCount = 16 * kColumns;
  Values source;
  const std::vector<float> normal = source.normal(kCount);
  const std::vector<float> heavy = source.heavyTailed(kCount);
  const std::vector<float> importance = source.importance(kColumns, kCount);
  EXPECT_LE(errorOf(*rival.type, normal, nullptr), 1.01 * rival.normal);
  EXPECT_LE(errorOf(*rival.type, normal, &importance), 1.01 * rival.normalWeighted);
  EXPECT_LE(errorOf(*rival.type, heavy, nullptr), 1.01 * rival.heavy);
  EXPECT_LE(errorOf(*rival.type, heavy, &importance), 1.01 * rival.heavyWeighted);
}

INSTANTIATE_TEST_SUITE_P(
    Types, EncodeError,
    testing::Values(Rival{&kQ8_0, 1.04614e-04, 1.32911e-04, 2.71034e-04, 3.47749e-04},
                    Rival{&kQ4_0, 1.68787e-03, 1.93054e-03, 4.27219e-03, 5.25141e-03},
                    Rival{&kQ4_1, 1.54743e-03, 1.60020e-03, 3.34783e-03, 3.56291e-03},
                    Rival{&kQ5_0, 8.36145e-04, 9.59803e-04, 2.15032e-03, 2.62388e-03},
                    Rival{&kQ5_1, 7.50481e-04, 7.76345e-04, 1.60412e-03, 1.72496e-03},
                    Rival{&kQ2_K, 5.88480e-03, 5.98381e-03, 1.20177e-02, 1.18185e-02},
                    Rival{&kQ3_K, 2.98904e-03, 3.36556e-03, 6.35719e-03, 7.45535e-03},
                    Rival{&kQ4_K, 1.40869e-03, 1.62712e-03, 3.11479e-03, 3.66657e-03},
                    Rival{&kQ5_K, 7.12253e-04, 8.24158e-04, 1.55973e-03, 1.87290e-03},
                    Rival{&kQ6_K, 3.49672e-04, 4.02190e-04, 8.33291e-04, 1.03159e-03}),
    [](const auto& instance) { return std::string(instance.param.type->name); });

}  // namespace
}  // namespace alcove::quant
