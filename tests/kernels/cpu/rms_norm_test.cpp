// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rms_norm.h"

#include <cmath>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class RmsNormTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, RmsNormTest, kEveryIsa, kIsaName);

TEST_P(RmsNormTest, AgreesWithDoublePrecision) {
  for (const std::size_t columns : {1, 5, 16, 31, 64, 576, 1000, 8192, 65536}) {
    constexpr std::size_t kRows = 3;
    constexpr float kEpsilon = 1e-5f;
    const std::size_t stride = columns + 7;
    const GuardedFloats x(randomFloats((kRows - 1) * stride + columns, 1, 3));
    const GuardedFloats weight(randomFloats(columns, 2)), y(kRows * columns);
    RmsNormArgs args{.input = x.data(),
                     .inputStride = stride,
                     .weight = weight.data(),
                     .output = y.data(),
                     .outputStride = columns,
                     .columns = columns,
                     .epsilon = kEpsilon,
                     .rowBegin = 1,
                     .rowEnd = kRows};
    kernels().rmsNorm(args);
    args.rowBegin = 0;
    args.rowEnd = 1;
    kernels().rmsNorm(args);
    for (std::size_t row = 0; row < kRows; ++row) {
      double squares = 0;
      for (std::size_t i = 0; i < columns; ++i) {
        squares += double(x[row * stride + i]) * double(x[row * stride + i]);
      }
      const double scale = 1 / std::sqrt(squares / double(columns) + double(kEpsilon));
      for (std::size_t i = 0; i < columns; ++i) {
        const double wanted = double(x[row * stride + i]) * scale * double(weight[i]);
        ASSERT_NEAR(y[row * columns + i], wanted, 1e-6 * std::abs(wanted) + 1e-9)
            << columns << " columns, row " << row << ", column " << i;
      }
    }
  }
}

TEST_P(RmsNormTest, GradientAgreesWithDoublePrecision) {
  for (const std::size_t columns : {1, 5, 16, 31, 64, 576, 1000}) {
    constexpr float kEpsilon = 1e-3f;
    const GuardedFloats flow(randomFloats(2 * columns, 1)), x(randomFloats(2 * columns, 2, 3));
    const GuardedFloats weight(randomFloats(columns, 3)), dx(2 * columns);
    kernels().rmsNormGradient(
        {flow.data(), x.data(), weight.data(), dx.data(), columns, kEpsilon, 0, 2});
    for (std::size_t row = 0; row < 2; ++row) {
      const float *f = flow.data() + row * columns, *values = x.data() + row * columns;
      double squares = 0, product = 0;
      for (std::size_t i = 0; i < columns; ++i) {
        squares += double(values[i]) * double(values[i]);
        product += double(f[i]) * double(weight[i]) * double(values[i]);
      }
      const double scale = 1 / std::sqrt(squares / double(columns) + double(kEpsilon));
      for (std::size_t i = 0; i < columns; ++i) {
        const double pull = double(values[i]) * product * scale * scale / double(columns);
        const double wanted = scale * (double(f[i]) * double(weight[i]) - pull);
        ASSERT_NEAR(dx[row * columns + i], wanted, 2e-6 * (1 + std::abs(wanted)))
            << columns << " columns, row " << row << ", column " << i;
      }
    }
  }
}

TEST_P(RmsNormTest, WorksInPlace) {
  const GuardedFloats x(randomFloats(100, 1)), weight(randomFloats(100, 2)), y(100);
  RmsNormArgs args{.input = x.data(),
                   .inputStride = 100,
                   .weight = weight.data(),
                   .output = y.data(),
                   .outputStride = 100,
                   .columns = 100,
                   .epsilon = 1e-6f,
                   .rowBegin = 0,
                   .rowEnd = 1};
  kernels().rmsNorm(args);
  args.output = x.data();
  kernels().rmsNorm(args);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(x[i], y[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
