// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tokenizer/flat_map.h"
#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

// Finds the spellings of control and user-defined tokens in text. Building is not thread-safe,
// looking up is.
class SpellingTrie {
 public:
  enum class Kind : std::uint8_t { UserDefined, Control };
  // Longer spellings are refused, so that a search costs at most this much per byte of text.
  static constexpr std::size_t kMaxSpellingBytes = 1024;

  SpellingTrie();
  // Throws Error Corrupt if `spelling` is too long. An empty one is never found; of two equal
  // ones the first stays.
  void add(std::string_view spelling, TokenId id, Kind kind);

  struct Match {
    std::size_t length = 0;  // bytes; 0: none
    TokenId id = 0;
  };
  // The longest spelling at the front of `text`; control tokens count only within its first
  // `controlBytes` bytes.
  [[nodiscard]] Match longestAt(std::string_view text, std::size_t controlBytes) const;

 private:
  struct Node {
    TokenId id = -1;  // -1: no spelling ends here
    Kind kind = Kind::UserDefined;
  };
  std::vector<Node> m_nodes;             // 0 is the root
  FlatMap<std::uint32_t> m_children;     // node << 8 | byte -> node
  std::array<bool, 256> m_firstBytes{};  // most bytes begin no spelling
};

}  // namespace alcove::tokenizer
