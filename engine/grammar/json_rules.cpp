// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/json_rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace alcove::grammar {
namespace {

constexpr int kMostIndentation = 40;

// What must be escaped inside a string.
const std::vector<CodePoints> kEscaped = {{0, 0x1F}, {'"', '"'}, {'\\', '\\'}};

std::vector<CodePoints> intersection(const std::vector<CodePoints>& a,
                                     const std::vector<CodePoints>& b) {
  std::vector<CodePoints> both;
  for (const CodePoints& x : a)
    for (const CodePoints& y : b)
      if (std::max(x.low, y.low) <= std::min(x.high, y.high))
        both.push_back({std::max(x.low, y.low), std::min(x.high, y.high)});
  return normalised(std::move(both));
}

std::string escaped(char32_t c) {
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const std::size_t found = kShort.find(char(c));
  if (found != kShort.npos) return {'\\', kLetters[found]};
  return fmt::format("\\u{:04x}", std::uint32_t(c));
}

// A rule that may refer to itself: it is known before its body is.
template <class Body>
ExprId once(RuleSet& rules, std::optional<RuleId>& rule, const char* name, Body body) {
  if (!rule) {
    rule = rules.addRule(name);
    rules.define(*rule, body());
  }
  return rules.reference(*rule);
}

}  // namespace

ExprId JsonRules::space() {
  return once(m_rules, m_space, "space", [&] {
    const ExprId indentation =
        m_rules.repeat(m_rules.chars({{' ', ' '}, {'\t', '\t'}}), 0, kMostIndentation);
    return m_rules.optional(m_rules.choice(
        {m_rules.literal(" "), m_rules.sequence({m_rules.literal("\n"), indentation})}));
  });
}

// Surrogates come in pairs only, which stand for one character.
ExprId JsonRules::escape() {
  const std::vector<CodePoints> hexSet = {{'0', '9'}, {'a', 'f'}, {'A', 'F'}};
  const ExprId hex = m_rules.chars(hexSet);
  const ExprId twoHex = m_rules.repeat(hex, 2, 2);
  const ExprId letterD = m_rules.chars({{'d', 'd'}, {'D', 'D'}});
  const ExprId plain = m_rules.choice(
      {m_rules.sequence(
           {m_rules.chars({{'0', '9'}, {'a', 'c'}, {'e', 'f'}, {'A', 'C'}, {'E', 'F'}}),
            m_rules.repeat(hex, 3, 3)}),
       m_rules.sequence({letterD, m_rules.chars({{'0', '7'}}), twoHex})});
  const ExprId pair = m_rules.sequence(
      {letterD, m_rules.chars({{'8', '9'}, {'a', 'b'}, {'A', 'B'}}), twoHex, m_rules.literal("\\u"),
       letterD, m_rules.chars({{'c', 'f'}, {'C', 'F'}}), twoHex});
  std::vector<CodePoints> letters;
  for (const char c : std::string_view("\"\\/bfnrt")) letters.push_back({char32_t(c), char32_t(c)});
  return m_rules.sequence(
      {m_rules.literal("\\"),
       m_rules.choice({m_rules.chars(letters),
                       m_rules.sequence({m_rules.literal("u"), m_rules.choice({plain, pair})})})});
}

ExprId JsonRules::character() {
  if (!m_character) m_character = m_rules.choice({m_rules.chars(complement(kEscaped)), escape()});
  return *m_character;
}

ExprId JsonRules::characterOf(const std::vector<CodePoints>& set) {
  std::vector<ExprId> options;
  const std::vector<CodePoints> plain = intersection(normalised(set), complement(kEscaped));
  if (!plain.empty()) options.push_back(m_rules.chars(plain));
  for (const CodePoints& range : intersection(normalised(set), kEscaped))
    for (char32_t c = range.low; c <= range.high; ++c)
      options.push_back(m_rules.literal(escaped(c)));
  return m_rules.choice(std::move(options));
}

ExprId JsonRules::string() {
  return once(m_rules, m_string, "string", [&] {
    const ExprId quote = m_rules.literal("\"");
    return m_rules.sequence({quote, m_rules.repeat(character(), 0, -1), quote});
  });
}

// Digits are bounded so that a double holds the number, and so that it ends.
ExprId JsonRules::number() {
  return once(m_rules, m_number, "number", [&] {
    const ExprId digit = m_rules.chars({{'0', '9'}});
    const ExprId whole = m_rules.choice(
        {m_rules.literal("0"),
         m_rules.sequence({m_rules.chars({{'1', '9'}}), m_rules.repeat(digit, 0, 17)})});
    const ExprId fraction = m_rules.sequence({m_rules.literal("."), m_rules.repeat(digit, 1, 17)});
    const ExprId exponent = m_rules.sequence(
        {m_rules.chars({{'e', 'e'}, {'E', 'E'}}),
         m_rules.optional(m_rules.chars({{'+', '+'}, {'-', '-'}})), m_rules.repeat(digit, 1, 2)});
    return m_rules.sequence({m_rules.optional(m_rules.literal("-")), whole,
                             m_rules.optional(fraction), m_rules.optional(exponent)});
  });
}

ExprId JsonRules::value() {
  return once(m_rules, m_value, "value", [&] {
    return m_rules.choice({object(), array(), string(), number(), m_rules.literal("true"),
                           m_rules.literal("false"), m_rules.literal("null")});
  });
}

ExprId JsonRules::object() {
  return once(m_rules, m_object, "object",
              [&] { return enclosed('{', list(member(string(), value()), 0, -1), '}'); });
}

ExprId JsonRules::array() {
  return once(m_rules, m_array, "array", [&] { return enclosed('[', list(value(), 0, -1), ']'); });
}

ExprId JsonRules::enclosed(char open, ExprId inside, char close) {
  return m_rules.sequence(
      {m_rules.literal({&open, 1}), space(), inside, space(), m_rules.literal({&close, 1})});
}

ExprId JsonRules::member(ExprId key, ExprId value) {
  return m_rules.sequence({key, m_rules.literal(":"), space(), value});
}

ExprId JsonRules::next(ExprId item) {
  return m_rules.sequence({m_rules.literal(","), space(), item});
}

ExprId JsonRules::list(ExprId item, int least, int most) {
  if (most == 0) return m_rules.sequence({});
  const ExprId more = m_rules.repeat(next(item), std::max(least - 1, 0), most < 0 ? -1 : most - 1);
  const ExprId some = m_rules.sequence({item, more});
  return least > 0 ? some : m_rules.optional(some);
}

}  // namespace alcove::grammar
