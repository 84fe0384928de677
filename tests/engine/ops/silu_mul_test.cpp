// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/silu_mul.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(SiluMul, GatesTheOtherInput) {
  const auto y = test::runOp(kSiluMul, {{{1, 4}, {0, 1, -1, 100}}, {{1, 4}, {5, 2, 2, 3}}}, {});
  const float sigmoid = 1 / (1 + std::exp(-1.0f));
  EXPECT_THAT(y, test::near({0, 2 * sigmoid, -2 * (1 - sigmoid), 300}));
}

}  // namespace
}  // namespace alcove::ops
