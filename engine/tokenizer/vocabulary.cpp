// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/vocabulary.h"

#include <fmt/format.h>

#include <limits>

#include "alcove/error.h"
#include "formats/gguf_file.h"

namespace alcove::tokenizer {

namespace {

constexpr std::size_t kMaxTokens = std::numeric_limits<TokenId>::max();

[[noreturn]] void corrupt(const char* key, std::string sentence) {
  throw Error(ErrorCode::Corrupt, std::move(sentence), key);
}

std::vector<std::string_view> readTokens(const formats::GgufFile& file) {
  constexpr const char* kKey = "tokenizer.ggml.tokens";
  // The count is looked at before the array is built: an id must fit into 32 bits.
  if (const formats::GgufValue* value = file.find(kKey); value && value->count > kMaxTokens) {
    corrupt(kKey, fmt::format("The vocabulary claims {} tokens, more than an id can count.",
                              value->count));
  }
  auto tokens = file.strings(kKey);
  if (!tokens) corrupt(kKey, "The model file has a tokenizer without a list of tokens.");
  if (tokens->empty()) corrupt(kKey, "The model file has a tokenizer with an empty vocabulary.");
  return std::move(*tokens);
}

std::vector<TokenType> readTypes(const formats::GgufFile& file, std::size_t tokenCount) {
  constexpr const char* kKey = "tokenizer.ggml.token_type";
  const auto numbers = file.ints(kKey);
  if (!numbers) return std::vector<TokenType>(tokenCount, TokenType::Normal);
  if (numbers->size() != tokenCount) {
    corrupt(kKey, fmt::format("The vocabulary has {} tokens but {} token types.", tokenCount,
                              numbers->size()));
  }
  std::vector<TokenType> types;
  types.reserve(tokenCount);
  for (const std::int64_t number : *numbers) {
    if (number < 0 || number > static_cast<std::int64_t>(TokenType::Byte)) {
      corrupt(kKey, fmt::format("Token {} has the unknown type {}.", types.size(), number));
    }
    types.push_back(static_cast<TokenType>(number));
  }
  return types;
}

// BPE ranks come from the merges; scores are not used, but ones that do not fit are a damaged file.
void checkScores(const formats::GgufFile& file, std::size_t tokenCount) {
  constexpr const char* kKey = "tokenizer.ggml.scores";
  const formats::GgufValue* scores = file.find(kKey);
  if (scores && scores->count != tokenCount) {
    corrupt(kKey,
            fmt::format("The vocabulary has {} tokens but {} scores.", tokenCount, scores->count));
  }
}

std::optional<TokenId> readId(const formats::GgufFile& file, const char* key,
                              std::size_t tokenCount) {
  const auto id = file.uint(key);
  if (!id) return std::nullopt;
  if (*id >= tokenCount) {
    corrupt(key,
            fmt::format("'{}' is {}, outside the vocabulary of {} tokens.", key, *id, tokenCount));
  }
  return static_cast<TokenId>(*id);
}

}  // namespace

Vocabulary Vocabulary::read(const formats::GgufFile& file) {
  Vocabulary vocabulary;
  const auto model = file.string("tokenizer.ggml.model");
  if (!model) corrupt("tokenizer.ggml.model", "The model file has no tokenizer.");
  vocabulary.model = *model;
  vocabulary.pre = file.string("tokenizer.ggml.pre").value_or(std::string_view{});
  vocabulary.tokens = readTokens(file);
  const std::size_t count = vocabulary.tokens.size();
  vocabulary.types = readTypes(file, count);
  checkScores(file, count);
  if (auto merges = file.strings("tokenizer.ggml.merges")) vocabulary.merges = std::move(*merges);
  vocabulary.bos = readId(file, "tokenizer.ggml.bos_token_id", count);
  vocabulary.eos = readId(file, "tokenizer.ggml.eos_token_id", count);
  vocabulary.endOfTurn = readId(file, "tokenizer.ggml.eot_token_id", count);
  vocabulary.endOfMessage = readId(file, "tokenizer.ggml.eom_token_id", count);
  for (const char* key : {"tokenizer.ggml.unknown_token_id", "tokenizer.ggml.padding_token_id"}) {
    (void)readId(file, key, count);  // not used, but damaged if outside
  }
  vocabulary.addsBos = file.boolean("tokenizer.ggml.add_bos_token").value_or(false);
  return vocabulary;
}

}  // namespace alcove::tokenizer
