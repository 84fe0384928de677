// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Reads the input as a tokenizer.json where it begins like JSON, else as a tokenizer.model.
#include <alcove/error.h>

#include <cstddef>
#include <cstdint>

#include "convert/pre_tokenizer_forms.h"
#include "convert/sentencepiece_model.h"
#include "convert/tokenizer_json.h"
#include "formats/utf8.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace alcove;
  const fuzz::MemoryFile input(data, size);
  try {
    if (size > 0 && data[0] == '{') {
      const auto json = convert::TokenizerJson::read(input.path());
      fuzz::require(json.scores.empty() || json.scores.size() == json.tokens.size());
      for (const auto& token : json.tokens) fuzz::require(formats::isUtf8(token));
      (void)convert::preTokenizerName(json.preTokenizer, json.ignoresMerges);
    } else {
      const auto model = convert::SentencePieceModel::read(input.path());
      fuzz::require(!model.pieces.empty());
      for (const auto& piece : model.pieces) fuzz::require(formats::isUtf8(piece.text));
    }
  } catch (const Error& error) {
    fuzz::require(!error.sentence().empty());
  }
  return 0;
}
