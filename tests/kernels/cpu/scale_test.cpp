// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/scale.h"

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class ScaleTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, ScaleTest, kEveryIsa, kIsaName);

TEST_P(ScaleTest, ScalesInPlaceAndInParts) {
  const std::vector<float> values = randomFloats(77, 1);
  const GuardedFloats x(values);
  kernels().scale({x.data(), 1.5f, x.data(), 50, 77});
  kernels().scale({x.data(), 1.5f, x.data(), 0, 50});
  for (std::size_t i = 0; i < 77; ++i) EXPECT_EQ(x[i], 1.5f * values[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
