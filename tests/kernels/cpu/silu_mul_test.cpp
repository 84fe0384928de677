// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/silu_mul.h"

#include <cmath>

#include "cpu/add.h"
#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class SiluMulTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, SiluMulTest, kEveryIsa, kIsaName);
class AddTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, AddTest, kEveryIsa, kIsaName);

TEST_P(SiluMulTest, AgreesWithDoublePrecision) {
  std::vector<float> gates = randomFloats(1001, 1, 6);
  for (const float extreme : {0.0f, -0.0f, 87.0f, 88.5f, 200.0f, -80.0f, 1e-30f}) {
    gates.push_back(extreme);
  }
  const GuardedFloats gate(gates), up(randomFloats(gates.size(), 2)), y(gates.size());
  kernels().siluMul({gate.data(), up.data(), y.data(), 500, gates.size()});
  kernels().siluMul({gate.data(), up.data(), y.data(), 0, 500});
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const double x = double(gates[i]);
    const double wanted = x / (1 + std::exp(-x)) * double(up[i]);
    ASSERT_NEAR(y[i], wanted, 1e-6 * std::abs(wanted) + 1e-12) << "gate " << gates[i];
  }
}

TEST_P(SiluMulTest, VeryNegativeGatesCloseAndBadOnesShow) {
  const GuardedFloats gate(std::vector<float>{-1e4f, -100.0f, NAN}), y(3);
  const GuardedFloats up(std::vector<float>{1.0f, 1.0f, 1.0f});
  kernels().siluMul({gate.data(), up.data(), y.data(), 0, 3});
  EXPECT_NEAR(y[0], 0, 1e-30);
  EXPECT_NEAR(y[1], 0, 1e-30);
  EXPECT_TRUE(std::isnan(y[2]));
}

TEST_P(SiluMulTest, GradientAgreesWithDoublePrecision) {
  std::vector<float> gates = randomFloats(1001, 1, 6);
  for (const float extreme : {0.0f, 87.0f, 200.0f, -80.0f, -200.0f}) gates.push_back(extreme);
  const GuardedFloats flow(randomFloats(gates.size(), 3)), gate(gates), y(gates.size());
  const GuardedFloats up(randomFloats(gates.size(), 2));
  kernels().siluMulGradient({flow.data(), gate.data(), up.data(), y.data(), 500, gates.size()});
  kernels().siluMulGradient({flow.data(), gate.data(), up.data(), y.data(), 0, 500});
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const double x = double(gates[i]), sigmoid = 1 / (1 + std::exp(-x));
    const double wanted = double(flow[i]) * double(up[i]) * sigmoid * (1 + x * (1 - sigmoid));
    ASSERT_NEAR(y[i], wanted, 1e-5 * std::abs(wanted) + 1e-6) << "gate " << gates[i];
  }
}

TEST_P(SiluMulTest, WorksInPlace) {
  const GuardedFloats gate(randomFloats(37, 1)), up(randomFloats(37, 2)), y(37);
  kernels().siluMul({gate.data(), up.data(), y.data(), 0, 37});
  kernels().siluMul({gate.data(), up.data(), gate.data(), 0, 37});
  for (std::size_t i = 0; i < 37; ++i) EXPECT_EQ(gate[i], y[i]);
}

TEST_P(AddTest, AddsInPlaceAndInParts) {
  const std::vector<float> first = randomFloats(77, 1), second = randomFloats(77, 2);
  const GuardedFloats a(first), b(second);
  kernels().add({a.data(), b.data(), a.data(), 50, 77});
  kernels().add({a.data(), b.data(), a.data(), 0, 50});
  for (std::size_t i = 0; i < 77; ++i) EXPECT_EQ(a[i], first[i] + second[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
