// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace alcove::tokenizer {

struct BertOptions {
  bool lowersCase;
  bool stripsAccents;
};

// A word longer than this is unknown to every BERT model.
inline constexpr std::size_t kMaxBertCharacters = 100;

// Cuts text into words as BERT's basic tokenizer does: white space parts words, punctuation marks
// and ideographs are words of their own, control characters and what is not UTF-8 vanish; accents
// and capitals go as the options say. Calls visit(word, characters); of a word longer than
// kMaxBertCharacters, `word` is only the beginning.
// Source: Devlin et al., "BERT", its published tokenizer, as tokenizer.json describes it.
void cutBertWords(std::string_view text, const BertOptions& options,
                  const std::function<void(std::string_view word, std::size_t characters)>& visit);

}  // namespace alcove::tokenizer
