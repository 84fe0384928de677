// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/clamped_swiglu.h"

#include <algorithm>
#include <cmath>

#include "cpu/clamp.h"
#include "cpu/sigmoid_mul.h"
#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class ClampedSwigluTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, ClampedSwigluTest, kEveryIsa, kIsaName);
class ClampTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, ClampTest, kEveryIsa, kIsaName);
class SigmoidMulTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, SigmoidMulTest, kEveryIsa, kIsaName);

TEST_P(ClampedSwigluTest, AgreesWithDoublePrecision) {
  std::vector<float> gates = randomFloats(1001, 1, 6);
  for (const float extreme : {0.0f, 7.0f, 7.5f, 300.0f, -60.0f, -1e4f}) gates.push_back(extreme);
  const GuardedFloats gate(gates), up(randomFloats(gates.size(), 2, 6)), y(gates.size());
  ClampedSwigluArgs args{gate.data(), up.data(), y.data(), 1.702f, 7};
  args.begin = 500;
  args.end = gates.size();
  kernels().clampedSwiglu(args);
  args.begin = 0;
  args.end = 500;
  kernels().clampedSwiglu(args);
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const double g = std::min(double(gates[i]), 7.0), u = std::clamp(double(up[i]), -7.0, 7.0);
    const double wanted = g / (1 + std::exp(-double(1.702f) * g)) * (u + 1);
    ASSERT_NEAR(y[i], wanted, 2e-6 * std::abs(wanted) + 1e-12) << "gate " << gates[i];
  }
}

TEST_P(ClampedSwigluTest, BadValuesShow) {
  const GuardedFloats gate(std::vector<float>{NAN, 1}), up(std::vector<float>{1, NAN}), y(2);
  kernels().clampedSwiglu({gate.data(), up.data(), y.data(), 1.702f, 7, 0, 2});
  EXPECT_TRUE(std::isnan(y[0]));
  EXPECT_TRUE(std::isnan(y[1]));
}

TEST_P(ClampTest, ClampsInPlaceAndInParts) {
  const std::vector<float> values = randomFloats(77, 1, 3);
  const GuardedFloats x(values);
  kernels().clamp({x.data(), x.data(), -1, 2, 50, 77});
  kernels().clamp({x.data(), x.data(), -1, 2, 0, 50});
  for (std::size_t i = 0; i < 77; ++i) EXPECT_EQ(x[i], std::clamp(values[i], -1.0f, 2.0f));
}

TEST_P(SigmoidMulTest, MultipliesByTheGatesSigmoid) {
  const std::vector<float> values = randomFloats(77, 1);
  for (const float gate : {0.0f, 3.0f, -20.0f, -200.0f, 200.0f}) {
    const GuardedFloats x(values), y(77);
    kernels().sigmoidMul({x.data(), y.data(), gate, 50, 77});
    kernels().sigmoidMul({x.data(), y.data(), gate, 0, 50});
    for (std::size_t i = 0; i < 77; ++i) {
      const double wanted = double(values[i]) / (1 + std::exp(-double(gate)));
      EXPECT_NEAR(y[i], wanted, 1e-6 * std::abs(wanted) + 1e-30);
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
