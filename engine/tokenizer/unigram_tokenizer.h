// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// SentencePiece's unigram model (tokenizer.ggml.model "t5"): the text is normalised by the file's
// map, spaces are joined and trimmed where tokenizer.ggml.remove_extra_whitespaces says so, and of
// all ways to write it as tokens the one with the highest sum of scores is taken. A character that
// no token can write is unknown (neighbours together), or its UTF-8 bytes where the vocabulary has
// a token for every byte.
// Source: Kudo, "Subword Regularization" (2018); Kudo and Richardson, "SentencePiece" (2018).
// Throws Error Corrupt if there are no scores or the map is damaged.
[[nodiscard]] std::shared_ptr<const Tokenizer> makeUnigramTokenizer(const Vocabulary& vocabulary);

}  // namespace alcove::tokenizer
