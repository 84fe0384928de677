// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/layer_norm.h"

#include <cmath>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class LayerNormTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, LayerNormTest, kEveryIsa, kIsaName);

TEST_P(LayerNormTest, AgreesWithDoublePrecision) {
  for (const std::size_t columns : {1, 5, 16, 31, 64, 576, 1000, 8192, 65536}) {
    constexpr std::size_t kRows = 3;
    std::vector<float> values = randomFloats(kRows * columns, 1, 3);
    for (float& value : values) value += 20;  // a mean that must be taken away with care
    const GuardedFloats x(values), weight(randomFloats(columns, 2)), bias(randomFloats(columns, 3));
    const GuardedFloats y(kRows * columns);
    for (const bool biased : {false, true}) {
      const LayerNormArgs args{
          x.data(), weight.data(), biased ? bias.data() : nullptr, y.data(), columns, 1e-5f, 0, 0};
      LayerNormArgs first = args, rest = args;
      first.rowEnd = rest.rowBegin = 1;
      rest.rowEnd = kRows;
      kernels().layerNorm(rest);
      kernels().layerNorm(first);
      for (std::size_t row = 0; row < kRows; ++row) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < columns; ++i) sum += double(x[row * columns + i]);
        const double mean = sum / double(columns);
        for (std::size_t i = 0; i < columns; ++i)
          squares += std::pow(double(x[row * columns + i]) - mean, 2);
        const double scale = 1 / std::sqrt(squares / double(columns) + 1e-5);
        for (std::size_t i = 0; i < columns; ++i) {
          const double wanted = (double(x[row * columns + i]) - mean) * scale * double(weight[i]) +
                                (biased ? double(bias[i]) : 0);
          ASSERT_NEAR(y[row * columns + i], wanted, 4e-6 * (1 + std::abs(wanted)))
              << columns << " columns, row " << row << ", column " << i;
        }
      }
    }
  }
}

TEST_P(LayerNormTest, WorksInPlace) {
  const GuardedFloats x(randomFloats(100, 1)), weight(randomFloats(100, 2)), y(100);
  kernels().layerNorm({x.data(), weight.data(), nullptr, y.data(), 100, 1e-6f, 0, 1});
  kernels().layerNorm({x.data(), weight.data(), nullptr, x.data(), 100, 1e-6f, 0, 1});
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(x[i], y[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
