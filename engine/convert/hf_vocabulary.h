// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/hf_config.h"
#include "convert/tokenizer_json.h"
#include "formats/gguf_writer.h"

namespace alcove::convert {

// The vocabulary of a model as GGUF keeps it: a token for each row of the embedding.
struct HfVocabulary {
  // Numbered as in tokenizer.ggml.token_type.
  enum class Type : std::int32_t { Normal = 1, Unknown, Control, UserDefined, Unused, Byte };

  std::string model;  // tokenizer.ggml.model
  std::string pre;    // tokenizer.ggml.pre; empty where the model needs none
  std::vector<std::string> tokens;
  std::vector<float> scores;  // as many; not written where the model has none
  std::vector<Type> types;    // as many
  std::vector<std::string> merges;
  bool scored = false;
  std::optional<TokenizerJson> json;  // the tokenizer.json, if there is one
  bool spacePrefix = false;
  bool removeExtraWhitespaces = true;
  std::vector<std::uint8_t> normalizerMap;

  // The id whose spelling in the folder is exactly `spelling`.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view spelling) const;
};

// Reads tokenizer.json, tokenizer.model or vocab.txt of the folder, with what the files beside
// them add. `rows` is how many tokens the model has; what the files lack is filled with unused
// tokens. Throws Error NotFound, Corrupt or Unsupported.
[[nodiscard]] HfVocabulary readHfVocabulary(const std::filesystem::path& folder,
                                            const HfConfig& tokenizerConfig, std::uint32_t rows);

// The tokenizer.ggml.* keys of the vocabulary itself; what its special tokens do is
// writeTokenizerRoles's.
void writeHfVocabulary(const HfVocabulary& vocabulary, formats::GgufWriter& out);

}  // namespace alcove::convert
