// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/bpe_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <string>
#include <unordered_map>

#include "alcove/error.h"
#include "tokenizer/bpe_merges.h"
#include "tokenizer/byte_alphabet.h"
#include "tokenizer/pre_tokenizer.h"
#include "tokenizer/spelling_trie.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

// Control tokens that end an answer in the families that do not say so in their metadata.
constexpr std::string_view kEndSpellings[] = {
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<end_of_turn>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<|eot|>",
    "</s>",
    "<|end_of_turn|>",
    "<|END_OF_TURN_TOKEN|>",
    "<｜end▁of▁sentence｜>",
};

const PreTokenizerRule& requireRule(std::string_view name) {
  const PreTokenizerRule* rule = findPreTokenizer(name);
  if (rule) return *rule;
  if (name.empty()) {
    throw Error(ErrorCode::Unsupported,
                "The model file does not say how its tokenizer cuts text into words; a newer "
                "conversion of the model does.",
                "tokenizer.ggml.pre");
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("The pre-tokenizer '{}' is not known to this version.",
                          toValidUtf8(name.substr(0, 64))),
              "tokenizer.ggml.pre");
}

// The byte that "<0xAB>" names; nothing for other spellings.
std::optional<unsigned char> namedByte(std::string_view spelling) {
  if (spelling.size() != 6 || spelling.substr(0, 3) != "<0x" || spelling[5] != '>') {
    return std::nullopt;
  }
  unsigned value = 0;
  for (const char c : spelling.substr(3, 2)) {
    const std::size_t digit = std::string_view("0123456789ABCDEF").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return static_cast<unsigned char>(value);
}

// Looking up by view without building a string.
struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using SpellingIndex = std::unordered_map<std::string, TokenId, ViewHash, std::equal_to<>>;

class BpeTokenizer final : public Tokenizer {
 public:
  explicit BpeTokenizer(const Vocabulary& vocabulary);

  std::vector<TokenId> encodeMarked(std::string_view text,
                                    std::span<const ByteRange> data) const override;
  std::string_view bytes(TokenId id) const override;
  std::size_t size() const override { return m_types.size(); }
  bool isControl(TokenId id) const override { return typeOf(id) == TokenType::Control; }
  bool endsGeneration(TokenId id) const override;
  std::optional<TokenId> bos() const override { return m_bos; }
  std::optional<TokenId> eos() const override { return m_eos; }
  bool addsBos() const override { return m_addsBos; }
  std::optional<TokenId> find(std::string_view spelling) const override;

 private:
  void readTokens(const Vocabulary& vocabulary);
  void readMerges(const Vocabulary& vocabulary, const SpellingIndex& spellings);
  void readEnds(const Vocabulary& vocabulary);
  TokenType typeOf(TokenId id) const;
  void encodeText(std::string_view text, BpeMerges::Workspace& workspace,
                  std::vector<TokenId>& ids) const;
  void encodeWord(std::string_view word, BpeMerges::Workspace& workspace,
                  std::vector<TokenId>& scratch, std::vector<TokenId>& ids) const;

  PreTokenizer m_preTokenizer;
  bool m_wholeWordsFirst;
  std::vector<TokenType> m_types;
  std::string m_bytes;                    // of all tokens, one after the other
  std::vector<std::size_t> m_offsets;     // size() + 1 offsets into m_bytes
  std::array<TokenId, 256> m_byteTokens;  // -1 where the vocabulary has none
  SpellingIndex m_words;                  // bytes of the tokens that words can become
  SpellingIndex m_special;                // spellings of control and user-defined tokens
  SpellingTrie m_trie;
  BpeMerges m_merges;
  std::vector<TokenId> m_ends;  // ascending
  std::optional<TokenId> m_bos;
  std::optional<TokenId> m_eos;
  bool m_addsBos;
};

bool isSpecial(TokenType type) {
  return type == TokenType::Control || type == TokenType::UserDefined;
}

BpeTokenizer::BpeTokenizer(const Vocabulary& vocabulary)
    : m_preTokenizer(requireRule(vocabulary.pre)),
      m_wholeWordsFirst(requireRule(vocabulary.pre).wholeWordsFirst),
      m_types(vocabulary.types),
      m_merges(vocabulary.merges.size()),
      m_bos(vocabulary.bos),
      m_eos(vocabulary.eos),
      m_addsBos(vocabulary.addsBos) {
  if (vocabulary.merges.empty() && vocabulary.tokens.size() > 512) {
    throw Error(ErrorCode::Corrupt, "The model file has a byte-pair tokenizer without merges.",
                "tokenizer.ggml.merges");
  }
  readTokens(vocabulary);
  // Merges are written in the alphabet of the spellings, so they are looked up there.
  SpellingIndex spellings;
  spellings.reserve(vocabulary.tokens.size());
  for (const bool special : {false, true}) {  // a normal token goes before its special namesake
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
      if (isSpecial(m_types[i]) != special) continue;
      spellings.emplace(vocabulary.tokens[i], static_cast<TokenId>(i));
    }
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto found = spellings.find(spellingOfByte(static_cast<unsigned char>(byte)));
    if (found != spellings.end()) m_byteTokens[byte] = found->second;
  }
  readMerges(vocabulary, spellings);
  readEnds(vocabulary);
}

void BpeTokenizer::readTokens(const Vocabulary& vocabulary) {
  m_byteTokens.fill(-1);
  m_offsets.reserve(vocabulary.tokens.size() + 1);
  m_words.reserve(vocabulary.tokens.size());
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const std::string_view spelling = vocabulary.tokens[i];
    const auto id = static_cast<TokenId>(i);
    m_offsets.push_back(m_bytes.size());
    if (isSpecial(m_types[i])) {
      const bool control = m_types[i] == TokenType::Control;
      m_trie.add(spelling, id,
                 control ? SpellingTrie::Kind::Control : SpellingTrie::Kind::UserDefined);
      m_special.emplace(spelling, id);
      m_bytes += spelling;
      continue;
    }
    if (m_types[i] == TokenType::Byte) {
      if (const auto byte = namedByte(spelling)) {
        m_byteTokens[*byte] = id;
        m_bytes.push_back(static_cast<char>(*byte));
        continue;
      }
    }
    // A spelling outside the alphabet can come from no merge; it stands for itself.
    const std::string bytes = bytesOfSpelling(spelling).value_or(std::string(spelling));
    m_words.emplace(bytes, id);
    m_bytes += bytes;
  }
  m_offsets.push_back(m_bytes.size());
}

void BpeTokenizer::readMerges(const Vocabulary& vocabulary, const SpellingIndex& spellings) {
  const auto require = [&](std::string_view spelling, std::size_t number) {
    const auto found = spellings.find(spelling);
    if (found != spellings.end()) return found->second;
    throw Error(ErrorCode::Corrupt,
                fmt::format("Merge {} needs the token '{}', which the vocabulary does not have.",
                            number, toValidUtf8(spelling.substr(0, 64))),
                "tokenizer.ggml.merges");
  };
  std::string merged;
  for (std::size_t i = 0; i < vocabulary.merges.size(); ++i) {
    const std::string_view merge = vocabulary.merges[i];
    const std::size_t space = merge.find(' ', 1);
    if (space == std::string_view::npos || space + 1 == merge.size()) {
      throw Error(ErrorCode::Corrupt,
                  fmt::format("Merge {} ('{}') is not two tokens with a space between them.", i,
                              toValidUtf8(merge.substr(0, 64))),
                  "tokenizer.ggml.merges");
    }
    merged.assign(merge.substr(0, space));
    merged += merge.substr(space + 1);
    m_merges.add(require(merge.substr(0, space), i), require(merge.substr(space + 1), i),
                 require(merged, i));
  }
}

void BpeTokenizer::readEnds(const Vocabulary& vocabulary) {
  for (const auto& id : {vocabulary.eos, vocabulary.endOfTurn, vocabulary.endOfMessage}) {
    if (id) m_ends.push_back(*id);
  }
  for (const std::string_view spelling : kEndSpellings) {
    const auto found = m_special.find(spelling);
    if (found != m_special.end() && isControl(found->second)) m_ends.push_back(found->second);
  }
  std::sort(m_ends.begin(), m_ends.end());
}

TokenType BpeTokenizer::typeOf(TokenId id) const {
  const bool inside = id >= 0 && static_cast<std::size_t>(id) < m_types.size();
  return inside ? m_types[static_cast<std::size_t>(id)] : TokenType::Undefined;
}

std::string_view BpeTokenizer::bytes(TokenId id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= m_types.size()) {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Token {} is outside the vocabulary of {} tokens.", id, size()));
  }
  const std::size_t begin = m_offsets[static_cast<std::size_t>(id)];
  const std::size_t end = m_offsets[static_cast<std::size_t>(id) + 1];
  return std::string_view(m_bytes).substr(begin, end - begin);
}

bool BpeTokenizer::endsGeneration(TokenId id) const {
  return std::binary_search(m_ends.begin(), m_ends.end(), id);
}

std::optional<TokenId> BpeTokenizer::find(std::string_view spelling) const {
  for (const SpellingIndex* index : {&m_special, &m_words}) {
    const auto found = index->find(spelling);
    if (found != index->end()) return found->second;
  }
  return std::nullopt;
}

std::vector<TokenId> BpeTokenizer::encodeMarked(std::string_view text,
                                                std::span<const ByteRange> data) const {
  // Symbols of one word are counted in 32 bits.
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::LimitExceeded, "A text above 2 GiB cannot be tokenized at once.");
  }
  std::vector<TokenId> ids;
  BpeMerges::Workspace workspace;
  std::size_t textBegin = 0;
  std::size_t at = 0;
  std::size_t range = 0;
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
    encodeText(text.substr(textBegin, at - textBegin), workspace, ids);
    ids.push_back(match.id);
    at += match.length;
    textBegin = at;
  }
  encodeText(text.substr(textBegin), workspace, ids);
  return ids;
}

void BpeTokenizer::encodeText(std::string_view text, BpeMerges::Workspace& workspace,
                              std::vector<TokenId>& ids) const {
  if (text.empty()) return;
  std::vector<TokenId> scratch;
  std::size_t offset = 0;
  for (const std::size_t length : m_preTokenizer.split(text)) {
    encodeWord(text.substr(offset, length), workspace, scratch, ids);
    offset += length;
  }
}

void BpeTokenizer::encodeWord(std::string_view word, BpeMerges::Workspace& workspace,
                              std::vector<TokenId>& scratch, std::vector<TokenId>& ids) const {
  if (m_wholeWordsFirst) {
    if (const auto found = m_words.find(word); found != m_words.end()) {
      ids.push_back(found->second);
      return;
    }
  }
  scratch.clear();
  for (const char c : word) {
    const TokenId id = m_byteTokens[static_cast<unsigned char>(c)];
    if (id >= 0) scratch.push_back(id);
  }
  m_merges.apply(scratch, workspace, ids);
}

}  // namespace

std::shared_ptr<const Tokenizer> makeBpeTokenizer(const Vocabulary& vocabulary) {
  return std::make_shared<BpeTokenizer>(vocabulary);
}

}  // namespace alcove::tokenizer
