// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/json_stream.h"

#include <fmt/format.h>

#include <string_view>

namespace alcove::chat::answers {
namespace {

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20; }
// Never part of UTF-8 text: they mark control tokens (markup.h).
bool isMark(char c) { return static_cast<unsigned char>(c) >= 0xFE; }

std::string escapeOf(char c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  return fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
}

}  // namespace

JsonStream::Step JsonStream::push(char c, std::string& out) {
  if (isMark(c)) return Step::Bad;
  const bool escapes = m_state == State::String && isControl(c);
  Step step = Step::Bad;
  switch (m_state) {
    case State::Value:
    case State::FirstElement:
      step = value(c);
      break;
    case State::FirstKey:
    case State::Key:
    case State::Colon:
    case State::After:
      step = structure(c);
      break;
    case State::String:
    case State::Escape:
    case State::Unicode:
      step = inString(c);
      break;
    case State::Number:
      step = inNumber(c);
      break;
    case State::Literal:
      step = inLiteral(c);
      break;
  }
  if (step == Step::Bad || step == Step::DoneBefore) return step;
  if (escapes) {
    out += escapeOf(c);
  } else if (started()) {
    out += c;
  }
  return step;
}

JsonStream::Step JsonStream::open(char c) {
  if (m_nesting.size() >= kMaxDepth) return Step::Bad;
  m_nesting += c;
  m_state = c == '{' ? State::FirstKey : State::FirstElement;
  return Step::More;
}

JsonStream::Step JsonStream::close() {
  m_nesting.pop_back();
  return valueOver();
}

JsonStream::Step JsonStream::valueOver() {
  m_state = State::After;
  return m_nesting.empty() ? Step::Done : Step::More;
}

JsonStream::Step JsonStream::value(char c) {
  if (isSpace(c)) return Step::More;
  if (c == ']' && m_state == State::FirstElement) return close();
  if (c == '{' || c == '[') return open(c);
  if (c == '"') {
    m_isKey = false;
    m_state = State::String;
    return Step::More;
  }
  if (c == '-' || isDigit(c)) {
    m_state = State::Number;
    m_number = c == '-' ? NumberPart::Sign : c == '0' ? NumberPart::Zero : NumberPart::Digits;
    return Step::More;
  }
  if (c != 't' && c != 'f' && c != 'n') return Step::Bad;
  m_literal = c == 't' ? "rue" : c == 'f' ? "alse" : "ull";
  m_state = State::Literal;
  return Step::More;
}

JsonStream::Step JsonStream::structure(char c) {
  if (isSpace(c)) return Step::More;
  if (m_state == State::Colon) {
    if (c != ':') return Step::Bad;
    m_state = State::Value;
    return Step::More;
  }
  if (m_state != State::After) {
    if (c == '}' && m_state == State::FirstKey) return close();
    if (c != '"') return Step::Bad;
    m_isKey = true;
    m_state = State::String;
    return Step::More;
  }
  const bool object = m_nesting.back() == '{';
  if (c == (object ? '}' : ']')) return close();
  if (c != ',') return Step::Bad;
  m_state = object ? State::Key : State::Value;
  return Step::More;
}

JsonStream::Step JsonStream::inString(char c) {
  if (m_state == State::Escape) {
    if (c == 'u') {
      m_hexLeft = 4;
      m_state = State::Unicode;
      return Step::More;
    }
    m_state = State::String;
    return std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos ? Step::Bad
                                                                            : Step::More;
  }
  if (m_state == State::Unicode) {
    if (!isHex(c)) return Step::Bad;
    if (--m_hexLeft == 0) m_state = State::String;
    return Step::More;
  }
  if (c == '\\') m_state = State::Escape;
  if (c != '"') return Step::More;
  if (!m_isKey) return valueOver();
  m_state = State::Colon;
  return Step::More;
}

JsonStream::Step JsonStream::inNumber(char c) {
  using Part = NumberPart;
  const bool digit = isDigit(c);
  const bool power = c == 'e' || c == 'E';
  const Part part = m_number;
  if (digit && part != Part::Zero) {
    if (part == Part::Sign) m_number = c == '0' ? Part::Zero : Part::Digits;
    if (part == Part::Point) m_number = Part::Fraction;
    if (part == Part::Exponent || part == Part::ExponentSign) m_number = Part::Power;
    return Step::More;
  }
  if (c == '.' && (part == Part::Zero || part == Part::Digits)) {
    m_number = Part::Point;
    return Step::More;
  }
  if (power && (part == Part::Zero || part == Part::Digits || part == Part::Fraction)) {
    m_number = Part::Exponent;
    return Step::More;
  }
  if ((c == '+' || c == '-') && part == Part::Exponent) {
    m_number = Part::ExponentSign;
    return Step::More;
  }
  const bool whole =
      part == Part::Zero || part == Part::Digits || part == Part::Fraction || part == Part::Power;
  if (!whole || digit) return Step::Bad;
  if (valueOver() == Step::Done) return Step::DoneBefore;
  return structure(c);
}

JsonStream::Step JsonStream::inLiteral(char c) {
  if (c != *m_literal) return Step::Bad;
  if (*++m_literal != '\0') return Step::More;
  return valueOver();
}

bool JsonStream::couldEnd() const {
  if (!m_nesting.empty()) return false;
  if (m_state == State::After) return true;
  return m_state == State::Number &&
         (m_number == NumberPart::Zero || m_number == NumberPart::Digits ||
          m_number == NumberPart::Fraction || m_number == NumberPart::Power);
}

}  // namespace alcove::chat::answers
