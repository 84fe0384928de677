// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace alcove::convert {

// What a tokenizer.model of SentencePiece holds, as far as a GGUF file has a place for it. Source
// of the fields' numbers: sentencepiece_model.proto in SentencePiece's repository.
struct SentencePieceModel {
  struct Piece {
    std::string text;
    float score = 0;
    std::int32_t type = 1;  // numbered as in tokenizer.ggml.token_type
  };
  enum class Kind { Unigram = 1, Bpe = 2, Word = 3, Char = 4 };

  std::vector<Piece> pieces;  // at least one, their text valid UTF-8
  Kind kind = Kind::Unigram;
  bool spacePrefix = true;             // add_dummy_prefix
  bool removeExtraWhitespaces = true;  // remove_extra_whitespaces
  std::vector<std::uint8_t> normalizerMap;

  // Throws Error NotFound, Io, Corrupt (says at which byte) or LimitExceeded.
  [[nodiscard]] static SentencePieceModel read(const std::filesystem::path& path);
};

}  // namespace alcove::convert
