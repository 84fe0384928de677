// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "formats/gguf_file.h"
#include "support/little_vocabularies.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {

using test::littleBpe;
using test::littleSpm;
using test::littleUnigram;
using test::littleVocabularies;
using test::littleWordPiece;

// The tokenizer of a model file that is written, read and gone.
[[nodiscard]] inline std::shared_ptr<const Tokenizer> openTokenizer(
    const test::GgufBuilder& model) {
  const test::TemporaryFolder folder;
  return Tokenizer::fromGguf(*formats::GgufFile::open(folder.write("model.gguf", model.build())));
}

}  // namespace alcove::tokenizer
