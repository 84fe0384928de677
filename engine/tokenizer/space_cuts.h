// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace alcove::tokenizer {

// Where a text may be cut before its tokens are known: before a space, if no token has a space
// behind the byte before it, so that none can lie across the cut. Most vocabularies keep spaces in
// front of words, so that most texts fall apart into words.
class SpaceCuts {
 public:
  // REQUIRES: called for every token that text can become.
  void add(std::string_view token) {
    for (std::size_t i = 1; i < token.size(); ++i) {
      if (token[i] == ' ') m_joined[static_cast<unsigned char>(token[i - 1])] = true;
    }
  }

  // Bytes of `text`, which is not empty, up to the first cut.
  [[nodiscard]] std::size_t firstPiece(std::string_view text) const {
    std::size_t at = 1;
    while (at < text.size()) {
      if (text[at] == ' ' && !m_joined[static_cast<unsigned char>(text[at - 1])]) return at;
      ++at;
    }
    return at;
  }

 private:
  std::array<bool, 256> m_joined{};  // bytes behind which a token has a space
};

}  // namespace alcove::tokenizer
