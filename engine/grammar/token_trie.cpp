// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/token_trie.h"

#include <algorithm>
#include <cstring>

#include "base/assert.h"

namespace alcove::grammar {
namespace {

constexpr std::size_t kMaxTokenBytes = 65'535;  // what Node::depth holds

std::size_t sharedPrefix(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

}  // namespace

TokenTrie::TokenTrie(const tokenizer::Tokenizer& tokenizer) {
  const std::size_t size = tokenizer.size();
  m_offsets.reserve(size + 1);
  std::vector<TokenId> sorted;
  for (std::size_t i = 0; i < size; ++i) {
    const auto id = TokenId(i);
    m_offsets.push_back(std::uint32_t(m_bytes.size()));
    if (tokenizer.endsGeneration(id)) {
      m_ends.push_back(id);
      continue;
    }
    const std::string_view bytes = tokenizer.bytes(id);
    if (tokenizer.isControl(id) || bytes.empty() || bytes.size() > kMaxTokenBytes) continue;
    m_bytes += bytes;
    sorted.push_back(id);
  }
  m_offsets.push_back(std::uint32_t(m_bytes.size()));
  build(sorted);
}

void TokenTrie::build(std::vector<TokenId>& sorted) {
  std::ranges::sort(sorted, [&](TokenId a, TokenId b) {
    const int order = bytes(a).compare(bytes(b));
    return order != 0 ? order < 0 : a < b;
  });
  std::vector<std::uint32_t> open;  // the nodes on the way to the last token
  std::string_view last;
  const auto close = [&](std::size_t depth) {
    for (; open.size() > depth; open.pop_back())
      m_nodes[open.back()].skip = std::uint32_t(m_nodes.size());
  };
  for (const TokenId id : sorted) {
    const std::string_view text = bytes(id);
    close(sharedPrefix(last, text));
    for (std::size_t depth = open.size(); depth < text.size(); ++depth) {
      open.push_back(std::uint32_t(m_nodes.size()));
      m_nodes.push_back(
          {0, std::uint32_t(m_tokens.size()), std::uint16_t(depth + 1), std::uint8_t(text[depth])});
    }
    m_tokens.push_back(id);
    m_maxDepth = std::max(m_maxDepth, text.size());
    last = text;
  }
  close(0);
  m_nodes.push_back({0, std::uint32_t(m_tokens.size()), 0, 0});
}

bool TokenTrie::isEnd(TokenId id) const {
  return std::binary_search(m_ends.begin(), m_ends.end(), id);
}

}  // namespace alcove::grammar
