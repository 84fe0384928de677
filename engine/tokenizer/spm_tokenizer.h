// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// SentencePiece's byte-pair model (tokenizer.ggml.model "llama"): from single characters, two
// neighbours that together are a token become it, those of the highest score first, the leftmost of
// equals. A character that is no token becomes its UTF-8 bytes where the vocabulary has tokens for
// bytes, otherwise the unknown token (neighbours together). Spaces are kept as U+2581, and a space
// stands in front of each text unless tokenizer.ggml.add_space_prefix says no. Source: Kudo and
// Richardson, "SentencePiece" (2018), and the model files' metadata. Throws Error Corrupt if there
// are no scores.
[[nodiscard]] std::shared_ptr<const Tokenizer> makeSpmTokenizer(const Vocabulary& vocabulary);

}  // namespace alcove::tokenizer
