// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// Which row of the table a token of the batch gets.
enum class EmbeddingRows : std::uint8_t {
  Tokens,     // that of its id
  Positions,  // that of its position
  First,      // the first, whatever it is: the type of a text that stands alone
};
[[nodiscard]] inline std::int64_t embeddingRow(const BatchView& batch, EmbeddingRows rows,
                                               std::size_t token) {
  if (rows == EmbeddingRows::Tokens) return batch.tokens[token];
  return rows == EmbeddingRows::Positions ? std::int64_t(batch.positions[token]) : 0;
}

// embedding(table [rows, width]) = a row of the table for each token of the batch, [tokens, width]
// in F32. The table may have any block type. Ids and positions were checked when the batch was
// bound.
struct EmbeddingAttributes {
  EmbeddingRows rows = EmbeddingRows::Tokens;
};
extern const Op kEmbedding;

// (dy [tokens, width]) → the table's gradient [tableRows, width]: for each row, the sum over the
// tokens that got it.
struct EmbeddingGradientAttributes {
  std::int64_t tableRows = 0;
  EmbeddingRows rows = EmbeddingRows::Tokens;
};
extern const Op kEmbeddingGradient;

}  // namespace alcove::ops
