// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer.h"

#include <fmt/format.h>

#include "alcove/error.h"
#include "tokenizer/bpe_tokenizer.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

// One kind of tokenizer, by its name in tokenizer.ggml.model.
struct TokenizerKind {
  std::string_view model;
  std::shared_ptr<const Tokenizer> (*make)(const Vocabulary& vocabulary);
};

constexpr TokenizerKind kKinds[] = {
    {"gpt2", makeBpeTokenizer},
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

std::string Tokenizer::decode(std::span<const TokenId> ids, bool withControl) const {
  std::string text;
  for (const TokenId id : ids) {
    const std::string_view piece = bytes(id);  // checks the id
    if (withControl || !isControl(id)) text += piece;
  }
  return text;
}

}  // namespace alcove::tokenizer
