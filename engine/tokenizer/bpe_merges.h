// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tokenizer/flat_map.h"
#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

// The merges of a byte-pair vocabulary: which two neighbouring tokens become which third, and in
// which order. Immutable after the last add; safe to use from any thread.
class BpeMerges {
 public:
  explicit BpeMerges(std::size_t expected) : m_rules(expected) {}

  // The next merge in order. A pair that is there already keeps its place.
  void add(TokenId left, TokenId right, TokenId merged);

  // Memory that `apply` reuses between words; one per thread.
  struct Workspace {
    struct Symbol {
      TokenId id;  // -1: merged away
      std::int32_t previous;
      std::int32_t next;  // -1 at the ends
    };
    struct Candidate {
      std::uint32_t rank;
      std::int32_t left;  // index of the left symbol
      TokenId leftId;     // what both were when this was found: if not any more, it is stale
      TokenId rightId;
      TokenId merged;
    };
    std::vector<Symbol> symbols;
    std::vector<Candidate> heap;
  };

  // Merges `word`, the tokens of one word's bytes, again and again by the first rule that fits
  // anywhere (the leftmost of equals), and appends what is left to `ids`. O(n log n) for n bytes.
  void apply(std::span<const TokenId> word, Workspace& workspace, std::vector<TokenId>& ids) const;

 private:
  struct Rule {
    std::uint32_t rank = 0;
    TokenId merged = 0;
  };
  static std::uint64_t keyOf(TokenId left, TokenId right);
  void consider(Workspace& workspace, std::int32_t left) const;

  FlatMap<Rule> m_rules;
  std::uint32_t m_nextRank = 0;
};

}  // namespace alcove::tokenizer
