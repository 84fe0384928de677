// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alcove::tokenizer {

// One step of UTF-8 decoding at the front of a text.
struct Utf8Step {
  enum class Kind {
    Character,   // `length` bytes are the well-formed character `codePoint`
    Invalid,     // `length` bytes can never become one: a reader shows one U+FFFD for them
    Incomplete,  // the text ends inside a character that more bytes could complete
  };
  Kind kind;
  char32_t codePoint;  // meaningful for Character only
  std::size_t length;  // 1 … 4
};

// What the front of `text`, which must not be empty, is. Overlong forms, surrogates and values
// above U+10FFFF are Invalid; an Invalid step covers the longest prefix of a well-formed
// character, as the Unicode standard recommends for replacement (section 3.9).
[[nodiscard]] Utf8Step nextUtf8(std::string_view text) noexcept;

// Appends the UTF-8 form of `codePoint`, a Unicode scalar value.
void appendUtf8(std::string& text, char32_t codePoint);

// `bytes` with U+FFFD for all that is not UTF-8.
[[nodiscard]] std::string toValidUtf8(std::string_view bytes);

inline constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";

}  // namespace alcove::tokenizer
