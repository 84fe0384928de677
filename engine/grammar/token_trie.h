// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::grammar {

using tokenizer::TokenId;

// The tokens of a vocabulary that text can consist of, as a trie over their bytes, so that what
// tokens have in common is read once for all of them. Control tokens and such without bytes are not
// in it; tokens that end an answer are kept apart. About twelve bytes for each byte of the
// vocabulary. Immutable; safe to use from any thread, and worth sharing: making one sorts the
// vocabulary.
class TokenTrie {
 public:
  struct Node {
    std::uint32_t skip;   // the first node behind all that begin like this one
    std::uint32_t token;  // where its tokens begin; they end where the next node's begin
    std::uint16_t depth;  // bytes from the root, whose children have 1
    std::uint8_t byte;
  };

  explicit TokenTrie(const tokenizer::Tokenizer& tokenizer);

  // Every node before those that begin like it, ascending by byte; one more than there are.
  [[nodiscard]] std::span<const Node> nodes() const { return m_nodes; }
  // By Node::token.
  [[nodiscard]] std::span<const TokenId> tokens() const { return m_tokens; }
  [[nodiscard]] std::size_t maxDepth() const { return m_maxDepth; }

  [[nodiscard]] std::size_t vocabulary() const { return m_offsets.size() - 1; }
  // Empty for tokens that are not in the trie. REQUIRES: 0 ≤ id < vocabulary().
  [[nodiscard]] std::string_view bytes(TokenId id) const {
    const auto i = std::size_t(id);
    return std::string_view(m_bytes).substr(m_offsets[i], m_offsets[i + 1] - m_offsets[i]);
  }
  [[nodiscard]] std::span<const TokenId> ends() const { return m_ends; }
  [[nodiscard]] bool isEnd(TokenId id) const;

 private:
  void build(std::vector<TokenId>& sorted);

  std::vector<Node> m_nodes;
  std::vector<TokenId> m_tokens;
  std::vector<TokenId> m_ends;  // ascending
  std::string m_bytes;
  std::vector<std::uint32_t> m_offsets;
  std::size_t m_maxDepth = 0;
};

}  // namespace alcove::grammar
