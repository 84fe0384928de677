// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/pattern.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "grammar/limits.h"
#include "tokenizer/utf8.h"

namespace alcove::grammar {
namespace {

constexpr std::size_t kMaxPatternBytes = 8'192;
constexpr int kMaxGroups = 50;

using Set = std::vector<CodePoints>;

const Set kDigits = {{'0', '9'}};
const Set kWord = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
// What every dialect of regular expressions takes for white space, and what any one does.
const Set kSpace = {{'\t', '\r'}, {' ', ' '}};
const Set kAnySpace = {{'\t', '\r'},     {0x1C, ' '},      {0x85, 0x85},     {0xA0, 0xA0},
                       {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                       {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
const Set kLineEnds = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

int add(int a, int b) {
  if (a < 0 || b < 0) return -1;
  return int(std::min<std::int64_t>(std::int64_t(a) + b, INT32_MAX));
}

int times(int a, int b) {
  if (a == 0 || b == 0) return 0;
  if (a < 0 || b < 0) return -1;
  return int(std::min<std::int64_t>(std::int64_t(a) * b, INT32_MAX));
}

// A part of the expression, with how many characters it takes.
struct Part {
  ExprId id = 0;
  int least = 0;
  int most = 0;
  std::optional<ExprId> unit;  // as in Pattern
};

class PatternReader {
 public:
  PatternReader(std::string_view text, JsonRules& json)
      : m_text(text), m_json(json), m_rules(json.rules()) {}

  Part read() {
    const Part part = readChoice(0);
    if (!ended()) refuse("a ')' has no '(' before it");
    return part;
  }

 private:
  [[noreturn]] void refuse(std::string_view what) const {
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("The pattern '{}' cannot be read: {} (at byte {}).", m_text, what, m_at));
  }
  [[noreturn]] void notSupported(std::string_view what) const {
    throw Error(ErrorCode::Unsupported,
                fmt::format("The pattern '{}' uses {}, which cannot be held to; write it without.",
                            m_text, what));
  }

  [[nodiscard]] bool ended() const { return m_at >= m_text.size(); }
  [[nodiscard]] char peek() const { return ended() ? '\0' : m_text[m_at]; }
  bool take(std::string_view what) {
    if (!m_text.substr(m_at).starts_with(what)) return false;
    m_at += what.size();
    return true;
  }

  [[nodiscard]] Part charsPart(const Set& set) {
    const ExprId id = m_json.characterOf(set);
    return {id, 1, 1, std::nullopt};
  }

  Part readChoice(int depth) {
    Part all = readSequence(depth);
    std::vector<ExprId> options{all.id};
    while (take("|")) {
      const Part next = readSequence(depth);
      options.push_back(next.id);
      all.least = std::min(all.least, next.least);
      all.most = all.most < 0 || next.most < 0 ? -1 : std::max(all.most, next.most);
    }
    if (options.size() > 1) all.unit.reset();
    all.id = m_rules.choice(std::move(options));
    return all;
  }

  // Where a top-level alternative is not anchored, anything may stand around it.
  Part readSequence(int depth) {
    Part all;
    std::vector<ExprId> parts;
    const auto append = [&](const Part& part) {
      all.unit = parts.empty() ? part.unit : std::nullopt;
      parts.push_back(part.id);
      all.least = add(all.least, part.least);
      all.most = add(all.most, part.most);
    };
    const auto appendAnything = [&] {
      append({m_rules.repeat(m_json.character(), 0, -1), 0, -1, m_json.character()});
    };
    if (depth == 0 && !take("^")) appendAnything();
    bool anchored = depth > 0;
    while (!ended() && peek() != '|' && peek() != ')') {
      if (depth == 0 && take("$")) {
        if (!ended() && peek() != '|') notSupported("an anchor inside");
        anchored = true;
        break;
      }
      append(readQuantified(depth));
    }
    if (!anchored) appendAnything();
    all.id = m_rules.sequence(std::move(parts));
    return all;
  }

  Part readQuantified(int depth) {
    Part part = readAtom(depth);
    const auto count = readTimes();
    if (!count) {
      if (part.least == 1 && part.most == 1 && !part.unit) part.unit = part.id;
      return part;
    }
    take("?");  // lazy: the same strings
    if (peek() == '*' || peek() == '+' || peek() == '?')
      refuse("two quantifiers follow each other");
    Part repeated{m_rules.repeat(part.id, count->first, count->second),
                  times(part.least, count->first), times(part.most, count->second), std::nullopt};
    if (part.least == 1 && part.most == 1) repeated.unit = part.id;
    return repeated;
  }

  Part readAtom(int depth) {
    if (take("(")) return readGroup(depth);
    if (take("[")) return charsPart(readClass());
    if (take(".")) return charsPart(complement(kLineEnds));
    const char c = peek();
    if (c == '^' || c == '$') notSupported("an anchor inside");
    if (c == '*' || c == '+' || c == '?') refuse("a quantifier has nothing before it");
    if (c == '{' || c == '}' || c == ']') refuse("this character must be escaped");
    if (take("\\")) {
      if (const auto set = readClassEscape()) return charsPart(*set);
      if (peek() == 'b' || peek() == 'B') notSupported("a word boundary");
      if (peek() >= '1' && peek() <= '9') notSupported("a reference back");
      const char32_t escaped = readEscape();
      return charsPart({{escaped, escaped}});
    }
    const char32_t literal = readPlain();
    return charsPart({{literal, literal}});
  }

  Part readGroup(int depth) {
    if (depth >= kMaxGroups) refuse("there are too many groups inside each other");
    if (take("?") && !take(":")) {
      if (!take("<") || peek() == '=' || peek() == '!') notSupported("looking around, or flags");
      while (!ended() && peek() != '>') ++m_at;
      if (!take(">")) refuse("a group's name is not closed");
    }
    Part part = readChoice(depth + 1);
    if (!take(")")) refuse("a group is not closed");
    return part;
  }

  Set readClass() {
    const bool negated = take("^");
    Set set;
    while (!take("]")) {
      if (ended()) refuse("a class of characters is not closed");
      if (take("\\")) {
        if (const auto escape = readClassEscape()) {
          set.insert(set.end(), escape->begin(), escape->end());
          continue;
        }
        --m_at;
      }
      const char32_t low = readClassCharacter();
      char32_t high = low;
      if (peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
        ++m_at;
        high = readClassCharacter();
        if (high < low) refuse("a range runs backwards");
      }
      set.push_back({low, high});
    }
    return negated ? complement(std::move(set)) : normalised(std::move(set));
  }

  char32_t readClassCharacter() {
    if (!take("\\")) return readPlain();
    if (take("b")) return '\b';
    return readEscape();
  }

  // \d, \w, \s and their opposites.
  std::optional<Set> readClassEscape() {
    const char c = peek();
    const Set* positive = c == 'd' || c == 'D' ? &kDigits : c == 'w' || c == 'W' ? &kWord : nullptr;
    if (c == 's') positive = &kSpace;
    if (c == 'S') positive = &kAnySpace;
    if (positive == nullptr) return std::nullopt;
    ++m_at;
    return c >= 'a' ? *positive : complement(*positive);
  }

  char32_t readPlain() {
    const auto step = ended() ? tokenizer::Utf8Step{} : tokenizer::nextUtf8(m_text.substr(m_at));
    if (ended() || step.kind != tokenizer::Utf8Step::Kind::Character)
      refuse("a character was expected");
    m_at += step.length;
    return step.codePoint;
  }

  char32_t readEscape() {
    constexpr std::string_view kNames = "nrtfv0";
    constexpr std::string_view kValues("\n\r\t\f\v\0", 6);
    if (ended()) refuse("an escape ends the pattern");
    const char c = m_text[m_at];
    if (const std::size_t found = kNames.find(c); found != kNames.npos) {
      ++m_at;
      return char32_t(kValues[found]);
    }
    if (take("x")) return readHex(2);
    if (take("u{")) {
      const std::size_t end = std::min(m_text.find('}', m_at), m_text.size());
      const char32_t value = readHex(end - m_at);
      if (!take("}")) refuse("an escape is not closed");
      return value;
    }
    if (take("u")) return readHex(4);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) notSupported(fmt::format("the escape '\\{}'", c));
    return readPlain();
  }

  char32_t readHex(std::size_t digits) {
    std::uint32_t value = 0;
    if (digits == 0 || digits > 6) refuse("an escape needs hexadecimal digits");
    for (std::size_t i = 0; i < digits; ++i, ++m_at) {
      const char c = peek();
      const bool isDigit = c >= '0' && c <= '9';
      const char lower = char(c | 0x20);
      if (!isDigit && (lower < 'a' || lower > 'f')) refuse("an escape needs hexadecimal digits");
      value = value << 4 | std::uint32_t(isDigit ? c - '0' : lower - 'a' + 10);
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
      notSupported("an escape that is no character by itself");
    return value;
  }

  std::optional<std::pair<int, int>> readTimes() {
    if (take("*")) return std::pair(0, -1);
    if (take("+")) return std::pair(1, -1);
    if (take("?")) return std::pair(0, 1);
    if (!take("{")) return std::nullopt;
    const int least = readCount();
    int most = least;
    if (take(",")) most = peek() == '}' ? -1 : readCount();
    if (!take("}")) refuse("a '{' begins no quantifier and must be escaped");
    if (most >= 0 && most < least) refuse("a quantifier runs backwards");
    return std::pair(least, most);
  }

  int readCount() {
    if (peek() < '0' || peek() > '9') refuse("a '{' begins no quantifier and must be escaped");
    int value = 0;
    for (; peek() >= '0' && peek() <= '9'; ++m_at) {
      value = value * 10 + (peek() - '0');
      if (value > kMaxRepetition) refuse("a quantifier is too large");
    }
    return value;
  }

  std::string_view m_text;
  JsonRules& m_json;
  RuleSet& m_rules;
  std::size_t m_at = 0;
};

}  // namespace

Pattern readPattern(std::string_view text, JsonRules& json) {
  if (text.size() > kMaxPatternBytes)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("A pattern in the schema has {} bytes; the most is {}.", text.size(),
                            kMaxPatternBytes));
  const Part part = PatternReader(text, json).read();
  return {part.id, part.least, part.most, part.unit};
}

}  // namespace alcove::grammar
