// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace alcove::chat::answers {

// Follows one JSON value (RFC 8259) byte by byte and tells where it ends or goes wrong. White space
// in front is skipped. Time and memory for a byte are constant, but for the nesting.
class JsonStream {
 public:
  // Deeper nesting is wrong.
  static constexpr std::size_t kMaxDepth = 64;

  enum class Step {
    More,        // the byte belongs to the value, which goes on
    Done,        // the byte is the value's last
    DoneBefore,  // the value, a number, ended in front of the byte
    Bad,         // the byte cannot come here
  };
  // Appends to `out` what stands for the byte: itself, or its escape where a string holds a control
  // character as it is, which models do and JSON forbids. REQUIRES: the value is not over.
  Step push(char c, std::string& out);

  // True if what came so far is a whole value: a number has no end of its own.
  [[nodiscard]] bool couldEnd() const;
  [[nodiscard]] bool started() const { return m_state != State::Value || !m_nesting.empty(); }

 private:
  enum class State {
    Value,
    FirstElement,  // a value, or ']'
    FirstKey,      // '"' or '}'
    Key,
    Colon,
    After,  // ',' or the closing bracket
    String,
    Escape,
    Unicode,
    Number,
    Literal,
  };
  enum class NumberPart { Sign, Zero, Digits, Point, Fraction, Exponent, ExponentSign, Power };

  Step value(char c);
  Step structure(char c);
  Step inString(char c);
  Step inNumber(char c);
  Step inLiteral(char c);
  Step open(char c);
  Step close();
  [[nodiscard]] Step valueOver();

  State m_state = State::Value;
  NumberPart m_number = NumberPart::Sign;
  std::string m_nesting;  // '{' and '['
  bool m_isKey = false;
  int m_hexLeft = 0;
  const char* m_literal = nullptr;  // what must still come
};

}  // namespace alcove::chat::answers
