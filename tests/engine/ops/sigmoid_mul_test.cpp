// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/sigmoid_mul.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(SigmoidMul, EachRowHasOneGate) {
  const auto y =
      test::runOp(kSigmoidMul, {{{3, 2}, {1, 2, 3, 4, 5, 6}}, {{3, 1}, {0, 100, -1}}}, {});
  const float closed = 1 / (1 + std::exp(1.0f));
  EXPECT_THAT(y, test::near({0.5f, 1, 3, 4, 5 * closed, 6 * closed}));
}

}  // namespace
}  // namespace alcove::ops
