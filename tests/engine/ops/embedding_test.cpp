// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(Embedding, PicksTheRowsOfTheTokens) {
  const std::array<std::int32_t, 3> tokens = {2, 0, 2};
  BatchView batch;
  batch.tokens = tokens;
  const auto y = test::runOp(kEmbedding, {{{3, 2}, {1, 2, 3, 4, 5, 6}}}, {}, batch);
  EXPECT_THAT(y, test::near({5, 6, 1, 2, 5, 6}));
}

}  // namespace
}  // namespace alcove::ops
