// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// WordPiece (tokenizer.ggml.model "bert"): BERT's words, each written with the longest pieces from
// left to right, or unknown as a whole. A piece that begins a word is spelled with U+2581 in
// front, one that continues it with nothing; files that keep BERT's own "##" in front of what
// continues are read too. Every sequence stands between [CLS] and [SEP], which are its bos and eos.
// What text loses to the words (case, accents, space) does not come back.
[[nodiscard]] std::shared_ptr<const Tokenizer> makeWordPieceTokenizer(const Vocabulary& vocabulary);

}  // namespace alcove::tokenizer
