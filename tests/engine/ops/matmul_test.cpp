// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(Matmul, MultipliesByTheTransposedWeight) {
  const auto y = test::runOp(kMatmul, {{{2, 3}, {1, 2, 3, 0, 1, 0}}, {{2, 3}, {1, 1, 1, 0, 2, -1}}},
                             Attributes(MatmulAttributes{}));
  EXPECT_THAT(y, test::near({6, 1, 1, 2}));
}

TEST(Matmul, AddsTheBiasToEveryRow) {
  const auto y = test::runOp(kMatmul, {{{2, 1}, {1, 2}}, {{2, 1}, {1, -1}}, {{2}, {10, 20}}},
                             Attributes(MatmulAttributes{.hasBias = true}));
  EXPECT_THAT(y, test::near({11, 19, 12, 18}));
}

}  // namespace
}  // namespace alcove::ops
