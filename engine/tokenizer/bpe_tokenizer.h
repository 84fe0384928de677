// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// Byte-level byte-pair encoding (tokenizer.ggml.model "gpt2"). Copies what it needs of
// `vocabulary`. Throws Error Unsupported (pre-tokenizer not known) or Corrupt (a merge that is no
// pair, or names a token that is not there).
[[nodiscard]] std::shared_ptr<const Tokenizer> makeBpeTokenizer(const Vocabulary& vocabulary);

}  // namespace alcove::tokenizer
