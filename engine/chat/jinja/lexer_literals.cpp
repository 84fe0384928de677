// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/lexer_literals.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace alcove::chat::jinja {

namespace {

int digitValue(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'a' && c <= U'f') return static_cast<int>(c - U'a') + 10;
  if (c >= U'A' && c <= U'F') return static_cast<int>(c - U'A') + 10;
  return 99;
}

// Up to `maxDigits` digits of `base` at `at`; moves `at` behind them. Nothing if there is none.
std::optional<char32_t> digits(TextView source, std::size_t& at, int base, int maxDigits) {
  char32_t value = 0;
  int count = 0;
  while (count < maxDigits && at < source.size() && digitValue(source[at]) < base) {
    value = value * static_cast<char32_t>(base) + static_cast<char32_t>(digitValue(source[at]));
    ++at;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return value;
}

char32_t simpleEscape(char32_t c) {
  switch (c) {
    case U'n':
      return U'\n';
    case U't':
      return U'\t';
    case U'r':
      return U'\r';
    case U'a':
      return U'\a';
    case U'b':
      return U'\b';
    case U'f':
      return U'\f';
    case U'v':
      return U'\v';
    case U'\\':
    case U'\'':
    case U'"':
      return c;
    default:
      return 0;
  }
}

// The escape whose backslash is at `at`; moves `at` behind it. An unknown one stays as written.
void readEscape(TextView source, std::size_t& at, Token& token) {
  const char32_t c = source[++at];
  if (c == U'\n') {  // a line that goes on
    ++at;
    return;
  }
  if (const char32_t simple = simpleEscape(c)) {
    token.text.push_back(simple);
    ++at;
    return;
  }
  std::optional<char32_t> value;
  if (c >= U'0' && c <= U'7') {
    value = digits(source, at, 8, 3);
  } else if (c == U'x' || c == U'u' || c == U'U') {
    const int count = c == U'x' ? 2 : c == U'u' ? 4 : 8;
    const std::size_t begin = ++at;
    value = digits(source, at, 16, count);
    if (at - begin != static_cast<std::size_t>(count) || *value > 0x10FFFF ||
        (*value >= 0xD800 && *value <= 0xDFFF)) {
      failParsing("A string has an escape that is no character", token.line);
    }
  }
  if (value) {
    token.text.push_back(*value);
  } else {
    token.text.push_back(U'\\');
  }
}

bool isNamePart(char32_t c) { return isNameStart(c) || (c >= U'0' && c <= U'9'); }

}  // namespace

bool isNameStart(char32_t c) noexcept {
  return c == U'_' || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
         (c >= 0x80 && isLetter(c));
}

std::size_t lexString(TextView source, std::size_t at, Token& token) {
  const std::size_t begin = at;
  const char32_t quote = source[at++];
  token.kind = Token::Kind::String;
  while (at < source.size() && source[at] != quote) {
    if (source[at] == U'\\' && at + 1 < source.size()) {
      readEscape(source, at, token);
    } else {
      token.text.push_back(source[at++]);
    }
  }
  if (at >= source.size()) failParsing("A string has no end", token.line);
  return at + 1 - begin;
}

std::size_t lexNumber(TextView source, std::size_t at, Token& token) {
  const std::size_t begin = at;
  std::string digitsText;
  const auto takeDigits = [&](int base) {
    while (at < source.size() && (digitValue(source[at]) < base || source[at] == U'_')) {
      if (source[at] != U'_') digitsText.push_back(static_cast<char>(source[at]));
      ++at;
    }
  };
  const auto isDigitAt = [&](std::size_t i) {
    return i < source.size() && digitValue(source[i]) < 10;
  };
  int base = 10;
  if (source[at] == U'0' && at + 1 < source.size()) {
    const char32_t kind = source[at + 1] | 0x20;
    base = kind == U'x' ? 16 : kind == U'o' ? 8 : kind == U'b' ? 2 : 10;
    if (base != 10) at += 2;
  }
  takeDigits(base);
  bool isFloat = false;
  if (base == 10 && at < source.size() && source[at] == U'.' && isDigitAt(at + 1)) {
    isFloat = true;
    digitsText.push_back('.');
    ++at;
    takeDigits(10);
  }
  if (base == 10 && at < source.size() && (source[at] | 0x20) == U'e') {
    const bool sign = at + 1 < source.size() && (source[at + 1] == U'+' || source[at + 1] == U'-');
    if (isDigitAt(at + (sign ? 2 : 1))) {
      isFloat = true;
      digitsText.push_back('e');
      if (source[++at] == U'-') digitsText.push_back('-');
      if (sign) ++at;
      takeDigits(10);
    }
  }
  const char* end = digitsText.data() + digitsText.size();
  const auto read = isFloat ? std::from_chars(digitsText.data(), end, token.number)
                            : std::from_chars(digitsText.data(), end, token.integer, base);
  if (read.ec != std::errc{} || read.ptr != end) {
    failParsing("A number is out of range", token.line);
  }
  token.kind = isFloat ? Token::Kind::Float : Token::Kind::Integer;
  return at - begin;
}

std::size_t lexName(TextView source, std::size_t at, Token& token) {
  const std::size_t begin = at;
  while (at < source.size() && isNamePart(source[at])) ++at;
  token.kind = Token::Kind::Name;
  token.name = toUtf8(source.substr(begin, at - begin));
  return at - begin;
}

}  // namespace alcove::chat::jinja
