// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/soft_cap.h"

#include <cmath>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class SoftCapTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, SoftCapTest, kEveryIsa, kIsaName);

TEST_P(SoftCapTest, AgreesWithDoublePrecisionInParts) {
  std::vector<float> inputs = randomFloats(1003, 1, 40);
  for (const float extreme : {0.0f, 1e-20f, 3e38f, -3e38f}) inputs.push_back(extreme);
  const GuardedFloats x(inputs), y(inputs.size());
  for (const float cap : {0.01f, 8.0f, 30.0f}) {
    kernels().softCap({x.data(), cap, y.data(), 500, inputs.size()});
    kernels().softCap({x.data(), cap, y.data(), 0, 500});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double wanted = double(cap) * std::tanh(double(x[i]) / double(cap));
      ASSERT_NEAR(y[i], wanted, 5e-7 * double(cap)) << "of " << x[i] << " within " << cap;
    }
  }
}

TEST_P(SoftCapTest, WorksInPlace) {
  const GuardedFloats x(randomFloats(37, 1)), y(37);
  kernels().softCap({x.data(), 2, y.data(), 0, 37});
  kernels().softCap({x.data(), 2, x.data(), 0, 37});
  for (std::size_t i = 0; i < 37; ++i) EXPECT_EQ(x[i], y[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
