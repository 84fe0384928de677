// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamped_swiglu.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(ClampedSwiglu, GatesTheOtherInputPlusOne) {
  const auto y = test::runOp(kClampedSwiglu, {{{1, 3}, {0, 1, -1}}, {{1, 3}, {5, 2, 2}}},
                             Attributes(ClampedSwigluAttributes{2, 7}));
  const float sigmoid = 1 / (1 + std::exp(-2.0f));
  EXPECT_THAT(y, test::near({0, 3 * sigmoid, -3 * (1 - sigmoid)}));
}

TEST(ClampedSwiglu, BoundsTheGateAboveAndTheOtherOnBothSides) {
  const auto y = test::runOp(kClampedSwiglu, {{{1, 3}, {100, 3, -50}}, {{1, 3}, {0, -90, 90}}},
                             Attributes(ClampedSwigluAttributes{100, 3}));
  EXPECT_THAT(y, test::near({3, 3 * -2, 0}));
}

}  // namespace
}  // namespace alcove::ops
