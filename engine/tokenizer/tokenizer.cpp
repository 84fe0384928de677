// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer.h"

#include <fmt/format.h>

#include "alcove/error.h"
#include "tokenizer/bpe_tokenizer.h"
#include "tokenizer/spm_tokenizer.h"
#include "tokenizer/unigram_tokenizer.h"
#include "tokenizer/utf8.h"
#include "tokenizer/wordpiece_tokenizer.h"

namespace alcove::tokenizer {

namespace {

// One kind of tokenizer, by its name in tokenizer.ggml.model.
struct TokenizerKind {
  std::string_view model;
  std::shared_ptr<const Tokenizer> (*make)(const Vocabulary& vocabulary);
};

constexpr TokenizerKind kKinds[] = {
    {"bert", makeWordPieceTokenizer},
    {"gpt2", makeBpeTokenizer},
    {"llama", makeSpmTokenizer},
    {"t5", makeUnigramTokenizer},
};

}  // namespace

std::shared_ptr<const Tokenizer> Tokenizer::fromGguf(const formats::GgufFile& file) {
  const Vocabulary vocabulary = Vocabulary::read(file);
  for (const TokenizerKind& kind : kKinds) {
    if (kind.model == vocabulary.model) return kind.make(vocabulary);
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("The tokenizer '{}' is not known to this version.",
                          toValidUtf8(vocabulary.model.substr(0, 64))),
              "tokenizer.ggml.model");
}

std::vector<TokenId> Tokenizer::encode(std::string_view text, ControlTokens policy) const {
  if (policy == ControlTokens::Parse) return encodeMarked(text, {});
  const ByteRange all{0, text.size()};
  return encodeMarked(text, {&all, 1});
}

std::vector<TokenId> Tokenizer::encodeSequence(std::string_view text, ControlTokens policy) const {
  std::vector<TokenId> ids = encode(text, policy);
  if (addsBos()) ids.insert(ids.begin(), *bos());
  if (addsEos()) ids.push_back(*eos());
  return ids;
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool withControl) const {
  std::string text;
  bool beginsText = true;
  for (const TokenId id : ids) {
    std::string_view piece = bytes(id);  // checks the id
    if (isControl(id)) {
      if (withControl) text += piece;
      beginsText = true;
      continue;
    }
    if (beginsText && prefixesSpace() && piece.starts_with(' ')) piece.remove_prefix(1);
    beginsText = false;
    text += piece;
  }
  return text;
}

}  // namespace alcove::tokenizer
