// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(RmsNorm, DividesByTheRootOfTheMeanSquare) {
  const auto y = test::runOp(kRmsNorm, {{{2, 2}, {3, 4, 0, 0}}, {{2}, {1, 10}}},
                             Attributes(RmsNormAttributes{0.5f}));
  const float scale = 1 / std::sqrt(12.5f + 0.5f);
  EXPECT_THAT(y, test::near({3 * scale, 40 * scale, 0, 0}));
}

TEST(RmsNorm, NormsEachGroupOfARowByItself) {
  const auto y = test::runOp(kRmsNorm, {{{1, 4}, {3, 4, 0, 2}}, {{2}, {1, 10}}},
                             Attributes(RmsNormAttributes{0.5f}));
  const float first = 1 / std::sqrt(12.5f + 0.5f), second = 1 / std::sqrt(2 + 0.5f);
  EXPECT_THAT(y, test::near({3 * first, 40 * first, 0, 20 * second}));
}

}  // namespace
}  // namespace alcove::ops
