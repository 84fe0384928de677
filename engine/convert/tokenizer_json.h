// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "convert/hf_config.h"

namespace alcove::convert {

struct AddedToken {
  std::uint32_t id = 0;
  std::string content;
  bool special = false;
};

// What a tokenizer.json of Hugging Face's tokenizers holds, as far as a GGUF file has a place for
// it. Source: that library's own description of its components.
struct TokenizerJson {
  enum class Kind { ByteLevelBpe, SpacedBpe, Unigram, WordPiece };

  Kind kind = Kind::ByteLevelBpe;
  std::vector<std::string> tokens;  // by id; empty where an id has none
  std::vector<float> scores;        // Unigram only, as many
  std::vector<std::string> merges;  // BPE: "left right", the first merges first
  std::optional<std::string> unknown;
  std::vector<AddedToken> added;
  bool ignoresMerges = false;  // a word that is a token is that token

  bool spacePrefix = false;  // a space is put in front of text
  bool lowercase = false;
  std::optional<bool> stripAccents;
  std::vector<std::uint8_t> normalizerMap;

  // The special tokens that are put around a text; nothing if the file does not say.
  struct Template {
    std::optional<std::string> first;
    std::optional<std::string> last;
  };
  std::optional<Template> single;

  nlohmann::json preTokenizer;  // as it stands

  // Throws Error NotFound, Io, Corrupt, Unsupported (names the component) or LimitExceeded.
  [[nodiscard]] static TokenizerJson read(const std::filesystem::path& path);
};

}  // namespace alcove::convert
