// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_combine.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(MoeCombine, SumsEachTokensRowsByTheirWeights) {
  const auto y =
      test::runOp(kMoeCombine,
                  {{{4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}}, {{2, 4}, {7, 3, 0.5f, 2, 0, 1, 1, -1}}}, {});
  EXPECT_THAT(y, test::near({6.5f, 9, -2, -2}));
}

}  // namespace
}  // namespace alcove::ops
