// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/text_chunks.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace alcove::tools {
namespace {

std::string readText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::NotFound, "The text file cannot be opened.", path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw Error(ErrorCode::Io, "The text file cannot be read.", path);
  return text;
}

}  // namespace

TextChunks::TextChunks(const runtime::Engine& engine, const std::string& path, std::size_t most,
                       ChunkStart start)
    : m_chunkTokens(engine.info().contextTokens) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  m_tokens = tokenizer.encode(readText(path), tokenizer::ControlTokens::AsText);
  const bool begins = tokenizer.bos() && (start == ChunkStart::Bos || tokenizer.addsBos());
  if (begins) m_tokens.insert(m_tokens.begin(), *tokenizer.bos());
  m_count = m_tokens.size() / m_chunkTokens;
  if (m_count == 0)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The text has {} tokens, but one chunk takes {}.", m_tokens.size(),
                            m_chunkTokens),
                path);
  if (most > 0) m_count = std::min(m_count, most);
  for (std::size_t i = 0; begins && i < m_count; ++i)
    m_tokens[i * m_chunkTokens] = *tokenizer.bos();
}

}  // namespace alcove::tools
