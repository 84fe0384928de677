// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::grammar {

using ExprId = std::uint32_t;
using RuleId = std::uint32_t;

// Code points low … high, both included.
struct CodePoints {
  char32_t low;
  char32_t high;
};

// Ascending and disjoint, without surrogates and what lies above U+10FFFF.
[[nodiscard]] std::vector<CodePoints> normalised(std::vector<CodePoints> set);
// All that is not in `set`.
[[nodiscard]] std::vector<CodePoints> complement(std::vector<CodePoints> set);

// One expression: what it stands for is a set of texts.
struct Expr {
  enum class Kind { Literal, Chars, Sequence, Choice, Repeat, Rule };
  explicit Expr(Kind k) : kind(k) {}
  Kind kind;
  std::uint32_t depth = 1;
  std::string bytes;             // Literal
  std::vector<CodePoints> set;   // Chars: one character of these; normalised
  std::vector<ExprId> children;  // Sequence, Choice; one for Repeat
  int least = 0, most = 0;       // Repeat; most -1: without end
  RuleId rule = 0;               // Rule
};

// A context-free grammar under construction: what GBNF and JSON schemas become before they become
// an automaton. Every function that adds throws Error LimitExceeded when the grammar grows too
// large.
class RuleSet {
 public:
  // A sequence of nothing is the empty text; a choice of nothing, like an empty set, has no text.
  [[nodiscard]] ExprId literal(std::string_view utf8);
  [[nodiscard]] ExprId chars(std::vector<CodePoints> set);
  [[nodiscard]] ExprId sequence(std::vector<ExprId> parts);
  [[nodiscard]] ExprId choice(std::vector<ExprId> options);
  [[nodiscard]] ExprId repeat(ExprId part, int least, int most);
  [[nodiscard]] ExprId optional(ExprId part) { return repeat(part, 0, 1); }

  // A rule may be referred to before it is defined. `name` is for error sentences.
  [[nodiscard]] RuleId addRule(std::string name);
  void define(RuleId rule, ExprId body);
  [[nodiscard]] ExprId reference(RuleId rule);

  [[nodiscard]] const Expr& expr(ExprId id) const { return m_exprs[id]; }
  [[nodiscard]] std::size_t exprs() const { return m_exprs.size(); }
  [[nodiscard]] std::size_t rules() const { return m_rules.size(); }
  [[nodiscard]] const std::string& name(RuleId rule) const { return m_rules[rule].name; }
  // REQUIRES: the rule is defined.
  [[nodiscard]] ExprId body(RuleId rule) const;
  [[nodiscard]] bool isDefined(RuleId rule) const { return m_rules[rule].defined; }

 private:
  struct Rule {
    std::string name;
    ExprId body = 0;
    bool defined = false;
  };
  [[nodiscard]] ExprId add(Expr expr);

  std::vector<Expr> m_exprs;
  std::vector<Rule> m_rules;
};

}  // namespace alcove::grammar
