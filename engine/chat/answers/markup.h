// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace alcove::tokenizer {
class Tokenizer;
}

namespace alcove::chat::answers {

// Inside the parsers an answer is one string in which control tokens stand between two bytes that
// UTF-8 never has, so that markup made of them is found like any other and text cannot fake it.
constexpr char kControlBegin = '\xFF';
constexpr char kControlEnd = '\xFE';

[[nodiscard]] std::string controlMark(std::string_view spelling);
// `text` without the two bytes: control tokens by their spelling.
[[nodiscard]] std::string spelledOut(std::string_view text);

// How a family's marks look in that string: as control tokens where the vocabulary has them as
// such, else as text.
class Marks {
 public:
  // `tokenizer` may be null: no mark is a control token.
  explicit Marks(const tokenizer::Tokenizer* tokenizer) : m_tokenizer(tokenizer) {}
  [[nodiscard]] std::string operator()(std::string_view spelling) const;
  [[nodiscard]] bool known(std::string_view spelling) const;  // a token of its own

 private:
  const tokenizer::Tokenizer* m_tokenizer;
};

[[nodiscard]] bool isSpace(char c);
[[nodiscard]] std::string_view trimmed(std::string_view text);
// Takes white space off the front.
void skipSpace(std::string_view& text);
// True if `text` is a beginning of `mark`, but not all of it.
[[nodiscard]] bool mayBecome(std::string_view text, std::string_view mark);

}  // namespace alcove::chat::answers
