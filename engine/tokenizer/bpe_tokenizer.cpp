// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/bpe_tokenizer.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <unordered_map>

#include "alcove/error.h"
#include "tokenizer/bpe_merges.h"
#include "tokenizer/byte_alphabet.h"
#include "tokenizer/pre_tokenizer.h"
#include "tokenizer/utf8.h"
#include "tokenizer/vocabulary_tokenizer.h"

namespace alcove::tokenizer {

namespace {

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

// Spellings of all tokens, in the vocabulary's alphabet.
using SpellingIndex = std::unordered_map<std::string_view, TokenId>;

std::string textOfBpeSpelling(std::string_view spelling) {
  // A spelling outside the alphabet can come from no merge; it stands for itself.
  return bytesOfSpelling(spelling).value_or(std::string(spelling));
}

class BpeTokenizer final : public VocabularyTokenizer {
 public:
  BpeTokenizer(const Vocabulary& vocabulary, const PreTokenizerRule& rule);

 protected:
  void encodeText(std::string_view text, std::vector<TokenId>& ids) const override;

 private:
  void readMerges(const Vocabulary& vocabulary, const SpellingIndex& spellings);
  void encodeWord(std::string_view word, BpeMerges::Workspace& workspace,
                  std::vector<TokenId>& scratch, std::vector<TokenId>& ids) const;

  PreTokenizer m_preTokenizer;
  bool m_wholeWordsFirst;
  std::array<TokenId, 256> m_letters;  // the tokens that words begin as; -1: there is none
  BpeMerges m_merges;
};

BpeTokenizer::BpeTokenizer(const Vocabulary& vocabulary, const PreTokenizerRule& rule)
    : VocabularyTokenizer(vocabulary, {.textOf = textOfBpeSpelling,
                                       .escapesSpaces = false,
                                       .bos = vocabulary.bos,
                                       .eos = vocabulary.eos,
                                       .addsBos = vocabulary.addsBos.value_or(rule.addsBos),
                                       .addsEos = vocabulary.addsEos.value_or(false),
                                       .prefixesSpace = false}),
      m_preTokenizer(rule),
      m_wholeWordsFirst(rule.wholeWordsFirst),
      m_merges(vocabulary.merges.size()) {
  if (vocabulary.merges.empty() && vocabulary.tokens.size() > 512) {
    throw Error(ErrorCode::Corrupt, "The model file has a byte-pair tokenizer without merges.",
                "tokenizer.ggml.merges");
  }
  // Merges are written in the alphabet of the spellings, so they are looked up there.
  SpellingIndex spellings;
  spellings.reserve(vocabulary.tokens.size());
  for (const bool word : {true, false}) {  // a word goes before its special namesake
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
      const auto id = static_cast<TokenId>(i);
      if (isWord(id) == word) spellings.emplace(vocabulary.tokens[i], id);
    }
  }
  for (unsigned i = 0; i < 256; ++i) {
    const auto byte = static_cast<unsigned char>(i);
    const auto found = spellings.find(spellingOfByte(byte));
    m_letters[i] = found != spellings.end() ? found->second : byteTokenOf(byte);
  }
  readMerges(vocabulary, spellings);
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
    const TokenId left = require(merge.substr(0, space), i);
    const TokenId right = require(merge.substr(space + 1), i);
    m_merges.add(left, right, require(merged, i));
  }
}

void BpeTokenizer::encodeText(std::string_view text, std::vector<TokenId>& ids) const {
  BpeMerges::Workspace workspace;
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
    if (const TokenId id = wordOf(word); id >= 0) {
      ids.push_back(id);
      return;
    }
  }
  scratch.clear();
  for (const char c : word) {
    const TokenId id = m_letters[static_cast<unsigned char>(c)];
    if (id >= 0) scratch.push_back(id);
  }
  m_merges.apply(scratch, workspace, ids);
}

}  // namespace

std::shared_ptr<const Tokenizer> makeBpeTokenizer(const Vocabulary& vocabulary) {
  return std::make_shared<BpeTokenizer>(vocabulary, requireRule(vocabulary.pre));
}

}  // namespace alcove::tokenizer
