// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// Gives every token a type if the file has none, and makes control tokens of those that mark turns
// and ends under well-known names but are filed as text: user text must never spell them.
void correctTypes(Vocabulary& vocabulary);

// The tokens that end an answer, ascending: those that the file names, and the control tokens of
// well-known spelling, since files often name but one.
[[nodiscard]] std::vector<TokenId> endTokens(const Vocabulary& vocabulary);

// The tokens that swallow the white space behind them, by id; empty if there are none. The format
// has no place for this; Phi-3's tokenizer.json has it, and its vocabulary is told by its
// placeholder tokens.
[[nodiscard]] std::vector<bool> tokensThatStripRight(const Vocabulary& vocabulary);

}  // namespace alcove::tokenizer
