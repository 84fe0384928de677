// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "alcove/error.h"
#include "formats/gguf_file.h"
#include "tokenizer/special_tokens.h"

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
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    if ((*tokens)[i].size() > Vocabulary::kMaxSpellingBytes) {
      corrupt(kKey, fmt::format("Token {} is spelled with {} bytes; at most {} make sense.", i,
                                (*tokens)[i].size(), Vocabulary::kMaxSpellingBytes));
    }
  }
  return std::move(*tokens);
}

std::vector<TokenType> readTypes(const formats::GgufFile& file, std::size_t tokenCount) {
  constexpr const char* kKey = "tokenizer.ggml.token_type";
  const auto numbers = file.ints(kKey);
  if (!numbers) return {};
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

std::vector<float> readScores(const formats::GgufFile& file, std::size_t tokenCount) {
  constexpr const char* kKey = "tokenizer.ggml.scores";
  auto scores = file.floats(kKey);
  if (!scores) return {};
  if (scores->size() != tokenCount) {
    corrupt(kKey,
            fmt::format("The vocabulary has {} tokens but {} scores.", tokenCount, scores->size()));
  }
  for (std::size_t i = 0; i < tokenCount; ++i) {
    if (!std::isfinite((*scores)[i])) {
      corrupt(kKey, fmt::format("The score of token {} is not a number.", i));
    }
  }
  return std::move(*scores);
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

void readIds(const formats::GgufFile& file, Vocabulary& vocabulary) {
  const std::size_t count = vocabulary.tokens.size();
  vocabulary.bos = readId(file, "tokenizer.ggml.bos_token_id", count);
  vocabulary.eos = readId(file, "tokenizer.ggml.eos_token_id", count);
  vocabulary.endOfTurn = readId(file, "tokenizer.ggml.eot_token_id", count);
  vocabulary.endOfMessage = readId(file, "tokenizer.ggml.eom_token_id", count);
  vocabulary.unknown = readId(file, "tokenizer.ggml.unknown_token_id", count);
  vocabulary.classifier = readId(file, "tokenizer.ggml.cls_token_id", count);
  // The format's own spelling is the first.
  for (const char* key :
       {"tokenizer.ggml.seperator_token_id", "tokenizer.ggml.separator_token_id"}) {
    if (!vocabulary.separator) vocabulary.separator = readId(file, key, count);
  }
  for (const char* key : {"tokenizer.ggml.fim_pad_token_id", "tokenizer.ggml.fim_rep_token_id",
                          "tokenizer.ggml.fim_sep_token_id"}) {
    if (const auto id = readId(file, key, count)) vocabulary.ends.push_back(*id);
  }
  for (const char* key : {"tokenizer.ggml.padding_token_id", "tokenizer.ggml.mask_token_id"}) {
    (void)readId(file, key, count);  // not used, but damaged if outside
  }
}

}  // namespace

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

std::optional<TokenId> Vocabulary::idOf(std::string_view spelling) const {
  const auto found = std::find(tokens.begin(), tokens.end(), spelling);
  if (found == tokens.end()) return std::nullopt;
  return static_cast<TokenId>(found - tokens.begin());
}

Vocabulary Vocabulary::read(const formats::GgufFile& file) {
  Vocabulary vocabulary;
  const auto model = file.string("tokenizer.ggml.model");
  if (!model) corrupt("tokenizer.ggml.model", "The model file has no tokenizer.");
  vocabulary.model = *model;
  vocabulary.pre = file.string("tokenizer.ggml.pre").value_or(std::string_view{});
  vocabulary.tokens = readTokens(file);
  const std::size_t count = vocabulary.tokens.size();
  vocabulary.types = readTypes(file, count);
  vocabulary.scores = readScores(file, count);
  if (auto merges = file.strings("tokenizer.ggml.merges")) vocabulary.merges = std::move(*merges);
  readIds(file, vocabulary);
  correctTypes(vocabulary);
  vocabulary.addsBos = file.boolean("tokenizer.ggml.add_bos_token");
  vocabulary.addsEos = file.boolean("tokenizer.ggml.add_eos_token");
  vocabulary.addsSpacePrefix = file.boolean("tokenizer.ggml.add_space_prefix");
  vocabulary.removesExtraSpaces = file.boolean("tokenizer.ggml.remove_extra_whitespaces");
  vocabulary.lowersCase = file.boolean("tokenizer.ggml.normalizer.lowercase");
  vocabulary.stripsAccents = file.boolean("tokenizer.ggml.normalizer.strip_accents");
  if (const auto* map = file.find("tokenizer.ggml.precompiled_charsmap")) {
    const bool bytes =
        map->type == formats::GgufType::Array && (map->elementType == formats::GgufType::Uint8 ||
                                                  map->elementType == formats::GgufType::Int8);
    if (!bytes) {
      corrupt("tokenizer.ggml.precompiled_charsmap", "The normaliser's map is not made of bytes.");
    }
    vocabulary.normalizerMap = map->bytes;
  }
  return vocabulary;
}

}  // namespace alcove::tokenizer
