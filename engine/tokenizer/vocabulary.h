// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

// Numbered as in tokenizer.ggml.token_type.
enum class TokenType : std::uint8_t {
  Undefined = 0,
  Normal = 1,
  Unknown = 2,
  Control = 3,      // never spelled by user text
  UserDefined = 4,  // found as a whole in any text, before words are cut
  Unused = 5,
  Byte = 6,  // spelled "<0xAB>"
};

// The tokenizer.ggml.* keys of a model file, checked against each other: sizes agree, types are
// known, special ids are inside. The views live as long as the file.
struct Vocabulary {
  std::string_view model;                // tokenizer.ggml.model: what kind of tokenizer this is
  std::string_view pre;                  // tokenizer.ggml.pre; empty if the file has none
  std::vector<std::string_view> tokens;  // spellings; at least one
  std::vector<TokenType> types;          // as many; all Normal if the file has none
  std::vector<std::string_view> merges;  // "left right", the first merges first
  std::optional<TokenId> bos;
  std::optional<TokenId> eos;
  std::optional<TokenId> endOfTurn;
  std::optional<TokenId> endOfMessage;
  bool addsBos = false;

  // Throws Error Corrupt, naming the key.
  [[nodiscard]] static Vocabulary read(const formats::GgufFile& file);
};

}  // namespace alcove::tokenizer
