// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/tokenizer.h"

// Text inside the interpreter: one char32_t per character, as Python counts them, whose top bit
// says where the character came from. Characters that the template itself writes have it clear,
// characters out of messages, tools and variables have it set. The bit rides along when text is
// cut, joined, trimmed, replaced or changed in case, because those move or map whole characters;
// so at the end of a rendering it is known of each single character whether a control token may
// be spelled with it. Everything that looks at a character must look through plain().
namespace alcove::chat::jinja {

using Text = std::u32string;
using TextView = std::u32string_view;

inline constexpr char32_t kDataMark = 0x8000'0000;

[[nodiscard]] constexpr char32_t plain(char32_t c) noexcept { return c & ~kDataMark; }

enum class Origin { Template, Data };

// Invalid UTF-8 becomes U+FFFD.
[[nodiscard]] Text fromUtf8(std::string_view utf8, Origin origin = Origin::Template);
[[nodiscard]] std::string toUtf8(TextView text);
// Also says which bytes came from data.
[[nodiscard]] std::string toUtf8(TextView text, std::vector<tokenizer::ByteRange>& dataRanges);

// Three-way comparison by code point; negative, zero or positive.
[[nodiscard]] int compare(TextView a, TextView b) noexcept;
[[nodiscard]] bool same(TextView a, TextView b) noexcept;
[[nodiscard]] bool same(TextView a, std::string_view ascii) noexcept;
[[nodiscard]] bool startsWith(TextView text, TextView start) noexcept;
[[nodiscard]] bool endsWith(TextView text, TextView end) noexcept;
// Where `needle` begins at or after `from`, or npos; linear in both lengths.
[[nodiscard]] std::size_t findText(TextView text, TextView needle, std::size_t from = 0);
[[nodiscard]] std::size_t findLastText(TextView text, TextView needle);
// A copy with all marks clear: a key for hash maps.
[[nodiscard]] Text withoutMarks(TextView text);
void appendAscii(Text& text, std::string_view ascii, char32_t mark = 0);

// As Python's str.isspace.
[[nodiscard]] bool isSpace(char32_t c) noexcept;
[[nodiscard]] bool isLetter(char32_t c) noexcept;
[[nodiscard]] bool isDigit(char32_t c) noexcept;
// As Python's str.isnumeric.
[[nodiscard]] bool isNumeric(char32_t c) noexcept;
// True if some letter has that case and none the other: Python's str.isupper and str.islower.
[[nodiscard]] bool isCased(TextView text, bool upper) noexcept;
// As Python's str.isprintable.
[[nodiscard]] bool isPrintable(char32_t c) noexcept;
[[nodiscard]] bool isUpper(char32_t c) noexcept;
[[nodiscard]] bool isLower(char32_t c) noexcept;
// Simple case mapping, which keeps the mark.
[[nodiscard]] char32_t toUpper(char32_t c) noexcept;
[[nodiscard]] char32_t toLower(char32_t c) noexcept;
// Also where a character becomes several, as the German sharp s does.
[[nodiscard]] Text upperCase(TextView text);
[[nodiscard]] Text lowerCase(TextView text);
// First character in upper case, the rest in lower case.
[[nodiscard]] Text capitalized(TextView text);
// Upper case for lower case and the reverse.
[[nodiscard]] Text swappedCase(TextView text);

// Without the characters of `characters` (white space if null) at the chosen ends.
[[nodiscard]] TextView strip(TextView text, const Text* characters, bool left, bool right);
// As Python's str.splitlines.
[[nodiscard]] std::vector<TextView> splitLines(TextView text);

}  // namespace alcove::chat::jinja
