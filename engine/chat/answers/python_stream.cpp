// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/python_stream.h"

#include <string_view>

#include "chat/answers/json_stream.h"
#include "chat/answers/markup.h"
#include "chat/answers/text_arguments.h"

namespace alcove::chat::answers {
namespace {

constexpr std::size_t kMaxWordBytes = 64;

bool isWord(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '-' || c == '+';
}

// The JSON for a word of Python; empty if there is none.
std::string jsonWord(const std::string& word) {
  if (word == "True" || word == "true") return "true";
  if (word == "False" || word == "false") return "false";
  if (word == "None" || word == "null") return "null";
  JsonStream json;
  std::string copy;
  for (const char c : word)
    if (json.push(c, copy) != JsonStream::Step::More) return {};
  return json.couldEnd() ? copy : std::string();
}

}  // namespace

PythonStream::Step PythonStream::push(char c, std::string& out) {
  switch (m_state) {
    case State::Value:
    case State::FirstValue:
    case State::Key:
      return value(c, out);
    case State::Colon:
      if (isSpace(c)) return Step::More;
      if (c != ':') return Step::Bad;
      out += ": ";
      m_state = State::Value;
      return Step::More;
    case State::After:
      return after(c, out);
    case State::String:
      return inString(c, out);
    case State::Escape:
      return escape(c, out);
    case State::Hex: {
      const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!hex) return Step::Bad;
      out += c;
      if (--m_hexLeft == 0) m_state = State::String;
      return Step::More;
    }
    case State::Word:
      return word(c, out);
  }
  return Step::Bad;
}

PythonStream::Step PythonStream::valueOver() {
  m_state = State::After;
  return m_nesting.empty() ? Step::Done : Step::More;
}

PythonStream::Step PythonStream::close(char c, std::string& out) {
  if (m_nesting.empty() || c != m_nesting.back()) return Step::Bad;
  out += c == ')' ? ']' : c;
  m_nesting.pop_back();
  m_comma = false;
  return valueOver();
}

PythonStream::Step PythonStream::value(char c, std::string& out) {
  if (isSpace(c)) return Step::More;
  const bool mayClose = m_state == State::FirstValue || m_comma;
  if (mayClose && (c == ']' || c == ')' || c == '}')) return close(c, out);
  if (m_comma) out += ", ";
  m_comma = false;
  const bool key = m_state == State::Key ||
                   (m_state == State::FirstValue && !m_nesting.empty() && m_nesting.back() == '}');
  if (c == '"' || c == '\'') {
    m_isKey = key;
    m_quote = c;
    out += '"';
    m_state = State::String;
    return Step::More;
  }
  if (key) return Step::Bad;
  if (c == '[' || c == '(' || c == '{') {
    if (m_nesting.size() >= kMaxDepth) return Step::Bad;
    m_nesting += c == '[' ? ']' : c == '(' ? ')' : '}';
    out += c == '(' ? '[' : c;
    m_state = State::FirstValue;
    return Step::More;
  }
  if (!isWord(c)) return Step::Bad;
  m_word = c;
  m_state = State::Word;
  return Step::More;
}

PythonStream::Step PythonStream::after(char c, std::string& out) {
  if (isSpace(c)) return Step::More;
  if (c != ',') return close(c, out);
  m_comma = true;
  m_state = m_nesting.back() == '}' ? State::Key : State::Value;
  return Step::More;
}

PythonStream::Step PythonStream::inString(char c, std::string& out) {
  if (c == kControlBegin || c == kControlEnd) return Step::Bad;
  if (c == '\\') {
    m_state = State::Escape;
  } else if (c != m_quote) {
    out += jsonEscaped(std::string_view(&c, 1));
  } else {
    out += '"';
    if (!m_isKey) return valueOver();
    m_state = State::Colon;
  }
  return Step::More;
}

PythonStream::Step PythonStream::escape(char c, std::string& out) {
  m_state = State::String;
  if (c == 'x' || c == 'u') {
    out += c == 'x' ? "\\u00" : "\\u";
    m_hexLeft = c == 'x' ? 2 : 4;
    m_state = State::Hex;
  } else if (c == '\'') {
    out += c;
  } else if (std::string_view("\"\\nrtbf").find(c) != std::string_view::npos) {
    out += '\\';
    out += c;
  } else if (c != '\n') {
    out += "\\\\";  // as Python: what is no escape stays as it is
    out += jsonEscaped(std::string_view(&c, 1));
  }
  return Step::More;
}

PythonStream::Step PythonStream::word(char c, std::string& out) {
  if (isWord(c)) {
    if (m_word.size() >= kMaxWordBytes) return Step::Bad;
    m_word += c;
    return Step::More;
  }
  const std::string json = jsonWord(m_word);
  if (json.empty()) return Step::Bad;
  out += json;
  if (valueOver() == Step::Done) return Step::DoneBefore;
  return after(c, out);
}

}  // namespace alcove::chat::answers
