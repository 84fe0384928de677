// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine.h"

namespace alcove::tools {

// Which chunks begin with the token that begins texts, if the vocabulary has one: in later chunks
// it takes the place of a token whose context the chunk lacks anyway.
enum class ChunkStart {
  Bos,           // all: how perplexities are compared
  AsModelWants,  // all or none, as in the model's prompts
};

// A text as tokens, cut into chunks that fill the context of an engine. What is left over at the
// end is dropped.
class TextChunks {
 public:
  // At most `most` chunks; 0: all. Throws Error NotFound or Io, and InvalidArgument for a text that
  // does not fill one chunk.
  TextChunks(const runtime::Engine& engine, const std::string& path, std::size_t most,
             ChunkStart start);

  [[nodiscard]] std::size_t count() const { return m_count; }
  [[nodiscard]] std::size_t chunkTokens() const { return m_chunkTokens; }

  [[nodiscard]] std::span<const runtime::TokenId> chunk(std::size_t index) const {
    return std::span(m_tokens).subspan(index * m_chunkTokens, m_chunkTokens);
  }

 private:
  std::vector<runtime::TokenId> m_tokens;
  std::size_t m_chunkTokens = 0;
  std::size_t m_count = 0;
};

}  // namespace alcove::tools
