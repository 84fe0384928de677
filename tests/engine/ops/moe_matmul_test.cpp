// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

// Two experts of two outputs and one input: expert 0 multiplies by 1 and 2, expert 1 by 10 and 20.
const test::Literal kWeight = {{2, 2, 1}, {1, 2, 10, 20}};
// Token 0 uses expert 1 then 0, token 1 the other way round; the weights do not matter here.
const test::Literal kRoutes = {{2, 4}, {1, 0, 9, 9, 0, 1, 9, 9}};

TEST(MoeMatmul, AllExpertsOfATokenReadItsRow) {
  const auto y = test::runOp(kMoeMatmul, {{{2, 1}, {3, 4}}, kWeight, kRoutes},
                             Attributes(MoeMatmulAttributes{}));
  EXPECT_THAT(y, test::near({30, 60, 3, 6, 4, 8, 40, 80}));
}

TEST(MoeMatmul, OrEachHasARowOfItsOwn) {
  const auto y = test::runOp(kMoeMatmul, {{{4, 1}, {1, 2, 3, 4}}, kWeight, kRoutes},
                             Attributes(MoeMatmulAttributes{}));
  EXPECT_THAT(y, test::near({10, 20, 2, 4, 3, 6, 40, 80}));
}

TEST(MoeMatmul, TheBiasIsTheExperts) {
  const auto y =
      test::runOp(kMoeMatmul, {{{2, 1}, {0, 0}}, kWeight, kRoutes, {{2, 2}, {1, 2, 3, 4}}},
                  Attributes(MoeMatmulAttributes{true}));
  EXPECT_THAT(y, test::near({3, 4, 1, 2, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace alcove::ops
