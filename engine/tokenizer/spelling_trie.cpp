// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/spelling_trie.h"

#include <fmt/format.h>

#include "alcove/error.h"

namespace alcove::tokenizer {

SpellingTrie::SpellingTrie() : m_nodes(1) {}

void SpellingTrie::add(std::string_view spelling, TokenId id, Kind kind) {
  if (spelling.size() > kMaxSpellingBytes) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("Token {} is a control or user-defined token of {} bytes; at most {} "
                            "make sense.",
                            id, spelling.size(), kMaxSpellingBytes),
                "tokenizer.ggml.tokens");
  }
  if (spelling.empty()) return;
  m_firstBytes[static_cast<unsigned char>(spelling[0])] = true;
  std::uint32_t node = 0;
  for (const char c : spelling) {
    const std::uint64_t key = (std::uint64_t{node} << 8) | static_cast<unsigned char>(c);
    if (const std::uint32_t* child = m_children.find(key)) {
      node = *child;
      continue;
    }
    const auto child = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.emplace_back();
    m_children.insert(key, child);
    node = child;
  }
  if (m_nodes[node].id < 0) m_nodes[node] = {id, kind};
}

SpellingTrie::Match SpellingTrie::longestAt(std::string_view text, std::size_t controlBytes) const {
  Match best;
  if (text.empty() || !m_firstBytes[static_cast<unsigned char>(text[0])]) return best;
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint64_t key = (std::uint64_t{node} << 8) | static_cast<unsigned char>(text[i]);
    const std::uint32_t* child = m_children.find(key);
    if (!child) break;
    node = *child;
    const Node& found = m_nodes[node];
    if (found.id >= 0 && (found.kind == Kind::UserDefined || i < controlBytes)) {
      best = {i + 1, found.id};
    }
  }
  return best;
}

}  // namespace alcove::tokenizer
