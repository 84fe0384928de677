// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "ops/batch_view.h"

namespace alcove::backends {

// A batch as the kernels of cards read it: a record for each token, and the block tables of all
// sequences one after the other.

[[nodiscard]] inline std::size_t tokenRecords(const ops::BatchView& batch) {
  return std::max(batch.tokens.size(), batch.positions.size());
}
[[nodiscard]] inline std::size_t tableEntries(const ops::BatchView& batch) {
  std::size_t entries = 0;
  for (const ops::SequenceView& sequence : batch.sequences) entries += sequence.blockTable.size();
  return entries;
}

// `tokens` has tokenRecords() of them, `tables` tableEntries(). Records of a type that has `batch`
// are told how many tokens of their sequence are in the batch.
template <class Token>
void writeRecords(const ops::BatchView& batch, Token* tokens, std::uint32_t* tables) {
  for (std::size_t i = 0; i < tokenRecords(batch); ++i) {
    tokens[i] = {};
    if (i < batch.tokens.size()) tokens[i].id = std::uint32_t(batch.tokens[i]);
    if (i < batch.positions.size()) tokens[i].position = batch.positions[i];
  }
  std::uint32_t table = 0;
  for (const ops::SequenceView& sequence : batch.sequences) {
    for (Token& token : std::span(tokens + sequence.first, sequence.count)) {
      token.table = table;
      token.count = sequence.start + sequence.count;
      token.sequence = sequence.length;
      if constexpr (requires { token.batch; }) token.batch = sequence.count;
    }
    std::ranges::copy(sequence.blockTable, tables + table);
    table += std::uint32_t(sequence.blockTable.size());
  }
}

}  // namespace alcove::backends
