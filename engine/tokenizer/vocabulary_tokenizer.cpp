// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/vocabulary_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "alcove/error.h"
#include "tokenizer/characters.h"
#include "tokenizer/special_tokens.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

bool isSpecial(TokenType type) {
  return type == TokenType::Control || type == TokenType::UserDefined || type == TokenType::Unknown;
}

std::size_t leadingSpaceBytes(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    const Utf8Step step = nextUtf8(text.substr(length));
    if (step.kind != Utf8Step::Kind::Character || !isWhiteSpace(step.codePoint)) break;
    length += step.length;
  }
  return length;
}

}  // namespace

std::string withPlainSpaces(std::string_view spelling) {
  constexpr std::string_view kEscaped = "\xE2\x96\x81";
  std::string text;
  text.reserve(spelling.size());
  std::size_t at = 0;
  for (std::size_t found; (found = spelling.find(kEscaped, at)) != spelling.npos;) {
    text += spelling.substr(at, found - at);
    text += ' ';
    at = found + kEscaped.size();
  }
  text += spelling.substr(at);
  return text;
}

VocabularyTokenizer::VocabularyTokenizer(const Vocabulary& vocabulary, const Manner& manner)
    : m_types(vocabulary.types),
      m_stripsRight(tokensThatStripRight(vocabulary)),
      m_ends(endTokens(vocabulary)),
      m_bos(manner.bos),
      m_eos(manner.eos),
      m_addsBos(manner.addsBos && manner.bos),
      m_addsEos(manner.addsEos && manner.eos),
      m_prefixesSpace(manner.prefixesSpace) {
  m_byteTokens.fill(-1);
  readTokens(vocabulary, manner);
  indexTokens();
}

void VocabularyTokenizer::readTokens(const Vocabulary& vocabulary, const Manner& manner) {
  m_offsets.reserve(m_types.size() + 1);
  for (std::size_t i = 0; i < m_types.size(); ++i) {
    const std::string_view spelling = vocabulary.tokens[i];
    const auto id = static_cast<TokenId>(i);
    m_offsets.push_back(m_bytes.size());
    if (m_types[i] == TokenType::Byte) {
      if (const auto byte = namedByte(spelling)) {
        if (m_byteTokens[*byte] < 0) m_byteTokens[*byte] = id;
        m_bytes.push_back(static_cast<char>(*byte));
        continue;
      }
      m_types[i] = TokenType::Normal;
    }
    if (!isSpecial(m_types[i])) {
      m_bytes += manner.textOf(spelling);
    } else if (m_types[i] == TokenType::UserDefined && manner.escapesSpaces) {
      m_bytes += withPlainSpaces(spelling);
    } else {
      m_bytes += spelling;
    }
  }
  m_offsets.push_back(m_bytes.size());
}

void VocabularyTokenizer::indexTokens() {
  m_words.reserve(m_types.size());
  for (std::size_t i = 0; i < m_types.size(); ++i) {
    const auto id = static_cast<TokenId>(i);
    if (isSpecial(m_types[i])) {
      m_special.emplace(bytes(id), id);
      m_trie.add(bytes(id), id,
                 m_types[i] == TokenType::UserDefined ? SpellingTrie::Kind::UserDefined
                                                      : SpellingTrie::Kind::Control);
    } else if (m_types[i] != TokenType::Byte) {
      m_words.emplace(bytes(id), id);
    }
  }
}

bool VocabularyTokenizer::isControl(TokenId id) const {
  if (id < 0 || std::size_t(id) >= m_types.size()) return false;
  const TokenType type = m_types[std::size_t(id)];
  return type == TokenType::Control || type == TokenType::Unknown;
}

bool VocabularyTokenizer::isWord(TokenId id) const {
  const TokenType type = m_types[std::size_t(id)];
  return !isSpecial(type) && type != TokenType::Byte;
}

TokenId VocabularyTokenizer::wordOf(std::string_view text) const {
  const auto found = m_words.find(text);
  return found != m_words.end() ? found->second : -1;
}

std::string_view VocabularyTokenizer::bytes(TokenId id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= m_types.size()) {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Token {} is outside the vocabulary of {} tokens.", id, size()));
  }
  const std::size_t begin = m_offsets[static_cast<std::size_t>(id)];
  const std::size_t end = m_offsets[static_cast<std::size_t>(id) + 1];
  return std::string_view(m_bytes).substr(begin, end - begin);
}

bool VocabularyTokenizer::endsGeneration(TokenId id) const {
  return std::binary_search(m_ends.begin(), m_ends.end(), id);
}

std::optional<TokenId> VocabularyTokenizer::find(std::string_view spelling) const {
  for (const auto* index : {&m_special, &m_words}) {
    const auto found = index->find(spelling);
    if (found != index->end()) return found->second;
  }
  return std::nullopt;
}

std::vector<TokenId> VocabularyTokenizer::encodeMarked(std::string_view text,
                                                       std::span<const ByteRange> data) const {
  // Symbols of one word are counted in 32 bits.
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::LimitExceeded, "A text above 2 GiB cannot be tokenized at once.");
  }
  std::vector<TokenId> ids;
  std::size_t textBegin = 0;
  std::size_t at = 0;
  std::size_t range = 0;
  const auto encodeUpTo = [&](std::size_t end) {
    if (end > textBegin) encodeText(text.substr(textBegin, end - textBegin), ids);
  };
  while (at < text.size()) {
    // A control token must end before the next range begins, or it is spelled by data.
    while (range < data.size() && data[range].end <= at) ++range;
    const std::size_t dataBegin = range < data.size() ? data[range].begin : text.size();
    const std::size_t controlBytes = dataBegin > at ? dataBegin - at : 0;
    const SpellingTrie::Match match = m_trie.longestAt(text.substr(at), controlBytes);
    if (match.length == 0) {
      ++at;
      continue;
    }
    encodeUpTo(at);
    ids.push_back(match.id);
    at += match.length;
    if (!m_stripsRight.empty() && m_stripsRight[std::size_t(match.id)]) {
      at += leadingSpaceBytes(text.substr(at));
    }
    textBegin = at;
  }
  encodeUpTo(text.size());
  return ids;
}

}  // namespace alcove::tokenizer
