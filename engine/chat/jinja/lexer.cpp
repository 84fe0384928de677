// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/lexer.h"

#include <fmt/format.h>

#include <array>

#include "alcove/error.h"
#include "chat/jinja/lexer_literals.h"

namespace alcove::chat::jinja {

namespace {

constexpr std::size_t kMaxSourceBytes = 4 * 1024 * 1024;

constexpr std::array<std::string_view, 25> kOperators = {
    "**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[",
    "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",",
};

Text normalized(std::string_view source) {
  if (source.size() > kMaxSourceBytes) {
    throw Error(ErrorCode::LimitExceeded, "The chat template is larger than 4 MiB.");
  }
  const Text raw = fromUtf8(source);
  Text text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != U'\r') {
      text.push_back(raw[i]);
      continue;
    }
    text.push_back(U'\n');
    if (i + 1 < raw.size() && raw[i + 1] == U'\n') ++i;
  }
  if (!text.empty() && text.back() == U'\n') text.pop_back();
  return text;
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : m_source(normalized(source)) {}
  std::vector<Token> run();

 private:
  using Kind = Token::Kind;

  bool at(std::string_view ascii, std::size_t position) const;
  bool atSpace() const { return m_at < m_source.size() && isSpace(m_source[m_at]); }
  void advance(std::size_t count);
  void skipSpace();
  Token& emit(Kind kind);
  std::size_t findTag() const;
  void emitData(std::size_t end, bool isVariable);
  void skipSign();
  void lexComment();
  bool lexRaw();
  bool skipBlockEnd();
  void lexTag(bool isVariable);
  bool lexTagEnd(bool isVariable);
  void lexToken();
  void lexOperator();

  Text m_source;
  std::size_t m_at = 0;
  int m_line = 1;
  bool m_lineStarting = true;  // the text at m_at begins a line of the template
  std::vector<char> m_open;    // brackets inside the current tag
  std::vector<Token> m_tokens;
};

bool Lexer::at(std::string_view ascii, std::size_t position) const {
  return position <= m_source.size() &&
         same(TextView(m_source).substr(position, ascii.size()), ascii);
}

void Lexer::advance(std::size_t count) {
  for (const std::size_t end = m_at + count; m_at < end; ++m_at) {
    if (m_source[m_at] == U'\n') ++m_line;
  }
}

void Lexer::skipSpace() {
  while (atSpace()) advance(1);
}

Token& Lexer::emit(Kind kind) {
  Token& token = m_tokens.emplace_back();
  token.kind = kind;
  token.line = m_line;
  return token;
}

std::size_t Lexer::findTag() const {
  for (std::size_t i = m_at; i + 1 < m_source.size(); ++i) {
    if (m_source[i] != U'{') continue;
    const char32_t next = m_source[i + 1];
    if (next == U'{' || next == U'%' || next == U'#') return i;
  }
  return m_source.size();
}

// Emits the text before the tag at `end`, less what the tag's sign or lstrip_blocks takes.
void Lexer::emitData(std::size_t end, bool isVariable) {
  TextView data = TextView(m_source).substr(m_at, end - m_at);
  const bool tag = end < m_source.size();
  if (tag && at("-", end + 2)) {
    data = strip(data, nullptr, false, true);
  } else if (tag && !at("+", end + 2) && !isVariable) {
    const std::size_t newline = data.rfind(U'\n');
    const std::size_t lineBegin = newline == TextView::npos ? 0 : newline + 1;
    const bool wholeLine = lineBegin > 0 || m_lineStarting;
    if (wholeLine && strip(data.substr(lineBegin), nullptr, true, false).empty()) {
      data = data.substr(0, lineBegin);
    }
  }
  if (!data.empty()) emit(Kind::Data).text = Text(data);
  advance(end - m_at);
  m_lineStarting = false;
}

void Lexer::skipSign() {
  if (at("-", m_at) || at("+", m_at)) advance(1);
}

// At the inner side of a block's or comment's end, at its sign if it has one; takes what the end
// and the line end after it say. The closing character is `%}` or `#}`, which is at m_at or m_at
// + 1.
bool Lexer::skipBlockEnd() {
  const bool minus = at("-", m_at);
  if (minus || at("+", m_at)) {
    advance(3);
    if (minus) skipSpace();
  } else {
    advance(2);
    if (at("\n", m_at)) advance(1);
  }
  m_lineStarting = m_at > 0 && m_source[m_at - 1] == U'\n';
  return true;
}

void Lexer::lexComment() {
  const int line = m_line;
  advance(2);
  skipSign();
  for (std::size_t i = m_at; i + 1 < m_source.size(); ++i) {
    if (!at("#}", i)) continue;
    const bool sign = i > m_at && (m_source[i - 1] == U'-' || m_source[i - 1] == U'+');
    advance(i - m_at - (sign ? 1 : 0));
    skipBlockEnd();
    return;
  }
  failParsing("A comment has no end", line);
}

// The position after white space and `word`, or npos.
std::size_t after(TextView source, std::size_t from, std::string_view word) {
  while (from < source.size() && isSpace(source[from])) ++from;
  if (!same(source.substr(from, word.size()), word)) return TextView::npos;
  from += word.size();
  while (from < source.size() && isSpace(source[from])) ++from;
  return from;
}

// {% raw %} … {% endraw %}; false if the tag at m_at is another one.
bool Lexer::lexRaw() {
  const TextView source = m_source;
  const auto signedAt = [&](std::size_t tag) {
    return tag + 2 + (at("-", tag + 2) || at("+", tag + 2) ? 1 : 0);
  };
  std::size_t end = after(source, signedAt(m_at), "raw");
  if (end == TextView::npos) return false;
  const bool minus = at("-", end);
  if (!at("%}", end + (minus ? 1 : 0))) return false;
  const int line = m_line;
  advance(end - m_at + (minus ? 3 : 2));
  if (minus) skipSpace();
  m_lineStarting = m_source[m_at - 1] == U'\n';
  for (std::size_t tag = m_at; tag + 1 < m_source.size(); ++tag) {
    if (!at("{%", tag)) continue;
    end = after(source, signedAt(tag), "endraw");
    if (end == TextView::npos) continue;
    const bool sign = at("-", end) || at("+", end);
    if (!at("%}", end + (sign ? 1 : 0))) continue;
    emitData(tag, false);
    advance(end - m_at);
    skipBlockEnd();
    return true;
  }
  failParsing("A raw block has no end", line);
}

bool Lexer::lexTagEnd(bool isVariable) {
  if (!m_open.empty()) return false;
  const std::string_view end = isVariable ? "}}" : "%}";
  const bool minus = at("-", m_at);
  const bool plus = !isVariable && at("+", m_at);
  if (!at(end, m_at + (minus || plus ? 1 : 0))) return false;
  emit(isVariable ? Kind::VariableEnd : Kind::BlockEnd);
  if (!isVariable) return skipBlockEnd();
  advance(minus ? 3 : 2);
  if (minus) skipSpace();
  m_lineStarting = m_source[m_at - 1] == U'\n';
  return true;
}

void Lexer::lexTag(bool isVariable) {
  const int line = m_line;
  emit(isVariable ? Kind::VariableBegin : Kind::BlockBegin);
  advance(2);
  skipSign();
  m_open.clear();
  while (m_at < m_source.size()) {
    skipSpace();
    if (m_at == m_source.size()) break;
    if (lexTagEnd(isVariable)) return;
    lexToken();
  }
  failParsing("A tag has no end", line);
}

void Lexer::lexToken() {
  const char32_t c = m_source[m_at];
  Token token;
  token.line = m_line;
  std::size_t length = 0;
  if (c == U'"' || c == U'\'') {
    length = lexString(m_source, m_at, token);
  } else if (c >= U'0' && c <= U'9') {
    length = lexNumber(m_source, m_at, token);
  } else if (isNameStart(c)) {
    length = lexName(m_source, m_at, token);
  } else {
    lexOperator();
    return;
  }
  m_tokens.push_back(std::move(token));
  advance(length);
}

void Lexer::lexOperator() {
  for (const std::string_view known : kOperators) {
    if (!at(known, m_at)) continue;
    const char c = known[0];
    if (c == '(' || c == '[' || c == '{') {
      m_open.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else if (c == ')' || c == ']' || c == '}') {
      if (m_open.empty() || m_open.back() != c) {
        failParsing(fmt::format("'{}' closes nothing", c), m_line);
      }
      m_open.pop_back();
    }
    emit(Kind::Operator).name = known;
    advance(known.size());
    return;
  }
  failParsing(fmt::format("'{}' means nothing here", toUtf8(TextView(m_source).substr(m_at, 1))),
              m_line);
}

std::vector<Token> Lexer::run() {
  while (m_at < m_source.size()) {
    const std::size_t tag = findTag();
    const bool isVariable = at("{{", tag);
    emitData(tag, isVariable);
    if (tag == m_source.size()) break;
    if (at("{#", tag)) {
      lexComment();
    } else if (isVariable || !lexRaw()) {
      lexTag(isVariable);
    }
  }
  emit(Kind::End);
  return std::move(m_tokens);
}

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Lexer(source).run(); }

void failParsing(std::string sentence, int line) {
  throw Error(ErrorCode::Corrupt,
              fmt::format("The chat template cannot be read: {} (line {}).", sentence, line),
              "chat template");
}

}  // namespace alcove::chat::jinja
