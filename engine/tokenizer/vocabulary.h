// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

// Numbered as in tokenizer.ggml.token_type.
enum class TokenType : std::uint8_t {
  Undefined = 0,
  Normal = 1,
  Unknown = 2,      // stands for what the vocabulary cannot write
  Control = 3,      // never spelled by user text
  UserDefined = 4,  // found as a whole in any text, before words are cut
  Unused = 5,
  Byte = 6,  // spelled "<0xAB>"
};

// The tokenizer.ggml.* keys of a model file, checked against each other: sizes agree, types are
// known, special ids are inside, scores are numbers. The views live as long as the file. Where the
// file says nothing, the kind of tokenizer decides.
struct Vocabulary {
  // No spelling is longer: what a look-up costs for each byte of text stays bounded. The longest
  // of published vocabularies have a few hundred bytes.
  static constexpr std::size_t kMaxSpellingBytes = 1024;

  std::string_view model;                // tokenizer.ggml.model: what kind of tokenizer this is
  std::string_view pre;                  // tokenizer.ggml.pre; empty if the file has none
  std::vector<std::string_view> tokens;  // spellings; at least one
  std::vector<TokenType> types;          // as many
  std::vector<float> scores;             // as many, all finite; or none
  std::vector<std::string_view> merges;  // "left right", the first merges first
  std::optional<TokenId> bos;
  std::optional<TokenId> eos;
  std::optional<TokenId> endOfTurn;
  std::optional<TokenId> endOfMessage;
  std::optional<TokenId> unknown;
  std::optional<TokenId> separator;   // [SEP]
  std::optional<TokenId> classifier;  // [CLS]
  std::vector<TokenId> ends;          // further tokens that end what a model of code writes
  std::optional<bool> addsBos;
  std::optional<bool> addsEos;
  std::optional<bool> addsSpacePrefix;
  std::optional<bool> removesExtraSpaces;
  std::optional<bool> lowersCase;
  std::optional<bool> stripsAccents;
  std::span<const std::byte> normalizerMap;  // tokenizer.ggml.precompiled_charsmap, unchecked

  // The first token spelled so.
  [[nodiscard]] std::optional<TokenId> idOf(std::string_view spelling) const;

  // Throws Error Corrupt, naming the key.
  [[nodiscard]] static Vocabulary read(const formats::GgufFile& file);
};

// The byte that "<0xAB>" names; nothing for other spellings.
[[nodiscard]] std::optional<unsigned char> namedByte(std::string_view spelling);

}  // namespace alcove::tokenizer
