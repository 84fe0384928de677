// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/gbnf.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "grammar/limits.h"
#include "tokenizer/utf8.h"

namespace alcove::grammar {
namespace {

constexpr int kMaxGroups = 200;  // inside each other

bool isNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class GbnfReader {
 public:
  GbnfReader(std::string_view text, RuleSet& rules) : m_text(text), m_rules(rules) {}

  ExprId read() {
    skipSpace(true);
    while (m_at < m_text.size()) {
      readRule();
      skipSpace(true);
    }
    for (const auto& [name, use] : m_uses)
      if (!m_rules.isDefined(use.rule))
        refuse(fmt::format("the rule '{}' is used but not defined", name), use.at);
    const auto root = m_uses.find("root");
    if (root == m_uses.end()) refuse("there is no rule 'root' to begin with", 0);
    return m_rules.body(root->second.rule);
  }

 private:
  struct Use {
    RuleId rule;
    std::size_t at;  // where it was named first
  };

  [[noreturn]] void refuse(std::string_view what, std::size_t at) const {
    const std::string_view before = m_text.substr(0, at);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t column = at - (before.rfind('\n') + 1) + 1;
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("The grammar cannot be read: {} (line {}, column {}).", what, line, column));
  }

  [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
  [[nodiscard]] bool ended() const { return m_at >= m_text.size(); }
  bool take(std::string_view what) {
    if (!m_text.substr(m_at).starts_with(what)) return false;
    m_at += what.size();
    return true;
  }

  void skipSpace(bool overLines) {
    for (; m_at < m_text.size(); ++m_at) {
      const char c = m_text[m_at];
      if (c == '#') {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
        if (m_at == m_text.size() || !overLines) return;
      } else if (c == '\n' || c == '\r') {
        if (!overLines) return;
      } else if (c != ' ' && c != '\t') {
        return;
      }
    }
  }

  std::string_view readName() {
    const std::size_t begin = m_at;
    while (isNameByte(peek())) ++m_at;
    if (m_at == begin) refuse("a rule's name was expected", m_at);
    return m_text.substr(begin, m_at - begin);
  }

  RuleId ruleNamed(std::string_view name, std::size_t at) {
    const auto found = m_uses.find(std::string(name));
    if (found != m_uses.end()) return found->second.rule;
    const RuleId rule = m_rules.addRule(std::string(name));
    m_uses.emplace(name, Use{rule, at});
    return rule;
  }

  void readRule() {
    const std::size_t begin = m_at;
    const std::string_view name = readName();
    skipSpace(false);
    if (!take("::=")) refuse("'::=' was expected behind the rule's name", m_at);
    const RuleId rule = ruleNamed(name, begin);
    if (m_rules.isDefined(rule)) refuse(fmt::format("the rule '{}' is defined twice", name), begin);
    skipSpace(true);
    m_rules.define(rule, readChoice(0));
    if (!ended() && peek() != '\n' && peek() != '\r')
      refuse(fmt::format("'{}' is not expected here", printable()), m_at);
  }

  [[nodiscard]] std::string printable() const {
    const auto step = tokenizer::nextUtf8(m_text.substr(m_at));
    return tokenizer::toValidUtf8(m_text.substr(m_at, step.length));
  }

  ExprId readChoice(int depth) {
    std::vector<ExprId> options{readSequence(depth)};
    while (take("|")) {
      skipSpace(true);
      options.push_back(readSequence(depth));
    }
    return m_rules.choice(std::move(options));
  }

  ExprId readSequence(int depth) {
    std::vector<ExprId> parts;
    while (!ended()) {
      std::optional<ExprId> part = readItem(depth);
      if (!part) break;
      skipSpace(depth > 0);
      while (const auto times = readTimes()) {
        part = m_rules.repeat(*part, times->first, times->second);
        skipSpace(depth > 0);
      }
      parts.push_back(*part);
    }
    return m_rules.sequence(std::move(parts));
  }

  std::optional<ExprId> readItem(int depth) {
    const std::size_t begin = m_at;
    if (take("\"")) return readLiteral(begin);
    if (take("[")) return readClass(begin);
    if (take(".")) return m_rules.chars({{0, 0x10FFFF}});
    if (take("(")) {
      if (depth >= kMaxGroups) refuse("too many groups inside each other", begin);
      skipSpace(true);
      const ExprId group = readChoice(depth + 1);
      if (!take(")")) refuse("this group is not closed", begin);
      return group;
    }
    if (isNameByte(peek())) {
      const std::string_view name = readName();
      return m_rules.reference(ruleNamed(name, begin));
    }
    if (peek() == '<' || peek() == '!')
      throw Error(ErrorCode::Unsupported,
                  "Token references ('<…>' and '!<…>') in a grammar are not something that this "
                  "version can do; write the text instead.");
    return std::nullopt;
  }

  ExprId readLiteral(std::size_t begin) {
    std::string bytes;
    while (!take("\"")) {
      if (ended() || peek() == '\n') refuse("this text is not closed", begin);
      tokenizer::appendUtf8(bytes, readCharacter());
    }
    return m_rules.literal(bytes);
  }

  ExprId readClass(std::size_t begin) {
    const bool negated = take("^");
    std::vector<CodePoints> set;
    while (!take("]")) {
      if (ended() || peek() == '\n') refuse("this set of characters is not closed", begin);
      const std::size_t at = m_at;
      const char32_t low = readCharacter();
      char32_t high = low;
      if (peek() == '-' && !m_text.substr(m_at).starts_with("-]")) {
        ++m_at;
        if (ended() || peek() == '\n') refuse("this set of characters is not closed", begin);
        high = readCharacter();
        if (high < low) refuse("this range runs backwards", at);
      }
      set.push_back({low, high});
    }
    return m_rules.chars(negated ? complement(std::move(set)) : std::move(set));
  }

  char32_t readCharacter() {
    const std::size_t begin = m_at;
    if (!take("\\")) {
      const auto step = tokenizer::nextUtf8(m_text.substr(m_at));
      if (step.kind != tokenizer::Utf8Step::Kind::Character) refuse("this is not UTF-8", begin);
      m_at += step.length;
      return step.codePoint;
    }
    const char c = peek();
    ++m_at;
    switch (c) {
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'x':
        return readHex(2, begin);
      case 'u':
        return readHex(4, begin);
      case 'U':
        return readHex(8, begin);
      case '\\':
      case '"':
      case '[':
      case ']':
      case '-':
      case '^':
        return char32_t(c);
      default:
        refuse("this escape is not known", begin);
    }
  }

  char32_t readHex(int digits, std::size_t begin) {
    std::uint32_t value = 0;
    for (int i = 0; i < digits; ++i, ++m_at) {
      const int digit = hexDigit(peek());
      if (digit < 0) refuse(fmt::format("this escape needs {} hexadecimal digits", digits), begin);
      value = value << 4 | std::uint32_t(digit);
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
      refuse("this escape names no character", begin);
    return value;
  }

  // How often the item before is to come; nothing if no quantifier stands here.
  std::optional<std::pair<int, int>> readTimes() {
    const std::size_t begin = m_at;
    if (take("*")) return std::pair(0, -1);
    if (take("+")) return std::pair(1, -1);
    if (take("?")) return std::pair(0, 1);
    if (!take("{")) return std::nullopt;
    skipSpace(false);
    const int least = readCount(begin);
    int most = least;
    skipSpace(false);
    if (take(",")) {
      skipSpace(false);
      most = peek() == '}' ? -1 : readCount(begin);
      skipSpace(false);
    }
    if (!take("}")) refuse("this repetition should be {m}, {m,} or {m,n}", begin);
    if (most >= 0 && most < least) refuse("this repetition runs backwards", begin);
    return std::pair(least, most);
  }

  int readCount(std::size_t begin) {
    if (peek() < '0' || peek() > '9') refuse("this repetition should be {m}, {m,} or {m,n}", begin);
    int value = 0;
    for (; peek() >= '0' && peek() <= '9'; ++m_at) {
      value = value * 10 + (peek() - '0');
      if (value > kMaxRepetition)
        throw Error(ErrorCode::LimitExceeded,
                    fmt::format("A repetition in the grammar is larger than {}.", kMaxRepetition));
    }
    return value;
  }

  std::string_view m_text;
  RuleSet& m_rules;
  std::size_t m_at = 0;
  std::unordered_map<std::string, Use> m_uses;
};

}  // namespace

ExprId readGbnf(std::string_view text, RuleSet& rules) {
  if (text.size() > kMaxGrammarBytes)
    throw Error(ErrorCode::LimitExceeded, fmt::format("The grammar has {} bytes; the most is {}.",
                                                      text.size(), kMaxGrammarBytes));
  return GbnfReader(text, rules).read();
}

}  // namespace alcove::grammar
