// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

// Finds all tokens that a text begins with. About nine bytes for each byte of the keys. Immutable;
// safe to use from any thread.
class PrefixTrie {
 public:
  struct Entry {
    std::string_view key;
    TokenId id;
  };
  // Of equal keys the lowest id stays; an empty key is never found. The views are not kept.
  explicit PrefixTrie(std::vector<Entry> entries = {});

  // Calls visit(length in bytes, id) for every key that `text` begins with, shortest first.
  template <class Visit>
  void prefixes(std::string_view text, Visit&& visit) const {
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      node = childOf(node, static_cast<unsigned char>(text[i]));
      if (node == 0) return;
      if (m_ids[node] >= 0) visit(i + 1, m_ids[node]);
    }
  }

 private:
  // 0, the root, if there is none.
  [[nodiscard]] std::uint32_t childOf(std::uint32_t node, unsigned char byte) const;

  // Nodes in breadth-first order: the children of `node` are m_first[node] … m_first[node + 1],
  // ascending by the byte that leads to them.
  std::vector<std::uint32_t> m_first;
  std::vector<unsigned char> m_bytes;
  std::vector<TokenId> m_ids;  // -1: no key ends here
  std::array<std::uint32_t, 256> m_rootChildren{};
};

}  // namespace alcove::tokenizer
