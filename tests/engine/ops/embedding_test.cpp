// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

std::vector<float> rowsOf(EmbeddingRows rows, const BatchView& batch) {
  return test::runOp(kEmbedding, {{{3, 2}, {1, 2, 3, 4, 5, 6}}},
                     Attributes(EmbeddingAttributes{rows}), batch);
}

TEST(Embedding, PicksTheRowsOfTheTokens) {
  const std::array<std::int32_t, 3> tokens = {2, 0, 2};
  BatchView batch;
  batch.tokens = tokens;
  EXPECT_THAT(rowsOf(EmbeddingRows::Tokens, batch), test::near({5, 6, 1, 2, 5, 6}));
}

TEST(Embedding, PicksTheRowsOfThePositionsOrTheFirst) {
  const std::array<std::int32_t, 3> tokens = {7, 7, 7};
  const std::array<std::uint32_t, 3> positions = {0, 1, 0};
  BatchView batch;
  batch.tokens = tokens;
  batch.positions = positions;
  EXPECT_THAT(rowsOf(EmbeddingRows::Positions, batch), test::near({1, 2, 3, 4, 1, 2}));
  EXPECT_THAT(rowsOf(EmbeddingRows::First, batch), test::near({1, 2, 1, 2, 1, 2}));
}

}  // namespace
}  // namespace alcove::ops
