// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(Clamp, KeepsValuesBetweenItsBounds) {
  const auto y = test::runOp(kClamp, {{{2, 3}, {-3, -2, 0, 1.5f, 2, 9}}},
                             Attributes(ClampAttributes{-2, 1.5f}));
  EXPECT_THAT(y, test::near({-2, -2, 0, 1.5f, 1.5f, 1.5f}));
}

TEST(Clamp, ABoundMayBeInfinite) {
  const auto y =
      test::runOp(kClamp, {{{1, 2}, {-1e30f, 9}}}, Attributes(ClampAttributes{-INFINITY, 1}));
  EXPECT_EQ(y, (std::vector<float>{-1e30f, 1}));
}

}  // namespace
}  // namespace alcove::ops
