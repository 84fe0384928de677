// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace alcove::tokenizer {

// One way of cutting text into words before BPE: a row of the table in pre_tokenizer_table.cpp.
struct PreTokenizerRule {
  std::string_view names;               // in tokenizer.ggml.pre, with spaces between them
  std::array<const char*, 6> patterns;  // PCRE2; each cuts the pieces that the one before left
  bool wholeWordsFirst = false;         // a word that is a token is that token, merges or not
  bool addsBos = false;                 // bos begins sequences where the file does not say
};

[[nodiscard]] std::span<const PreTokenizerRule> preTokenizerRules();

// Null if there is none of that name.
[[nodiscard]] const PreTokenizerRule* findPreTokenizer(std::string_view name);

// Cuts text by one rule. Every match of a pattern is a piece and so is what lies between two
// matches: no byte is lost. Immutable; safe to use from any thread.
class PreTokenizer {
 public:
  explicit PreTokenizer(const PreTokenizerRule& rule);
  ~PreTokenizer();

  // The lengths in bytes of the words of `text`, in order; they add up to its size. Each byte that
  // is not UTF-8 is a word. Throws Error LimitExceeded if a pattern gives up on the text.
  [[nodiscard]] std::vector<std::size_t> split(std::string_view text) const;

 private:
  struct Patterns;
  std::unique_ptr<Patterns> m_patterns;
};

}  // namespace alcove::tokenizer
