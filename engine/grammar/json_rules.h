// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "grammar/rule_set.h"

namespace alcove::grammar {

// The parts of JSON (RFC 8259) as expressions of a rule set, each made once. What they write can be
// read by every parser: no lone surrogates, no number that a double does not hold. White space is
// bounded, one space or one line break with indentation, and stands only where writers put it, so
// that no model can go on with it for ever.
class JsonRules {
 public:
  explicit JsonRules(RuleSet& rules) : m_rules(rules) {}

  [[nodiscard]] RuleSet& rules() const { return m_rules; }

  [[nodiscard]] ExprId space();      // may be empty
  [[nodiscard]] ExprId string();     // with its quotes
  [[nodiscard]] ExprId character();  // one character of a string, in any of its spellings
  [[nodiscard]] ExprId number();
  [[nodiscard]] ExprId value();
  [[nodiscard]] ExprId object();
  [[nodiscard]] ExprId array();

  // One character of a string out of `set`, each in one spelling: as itself where JSON allows that.
  [[nodiscard]] ExprId characterOf(const std::vector<CodePoints>& set);
  // "[" or "{", what stands between, "]" or "}".
  [[nodiscard]] ExprId enclosed(char open, ExprId inside, char close);
  // `key` (with its quotes), a colon and a value.
  [[nodiscard]] ExprId member(ExprId key, ExprId value);
  // A comma and what follows it.
  [[nodiscard]] ExprId next(ExprId item);
  // `least` to `most` items (-1: without end) with commas between.
  [[nodiscard]] ExprId list(ExprId item, int least, int most);

 private:
  [[nodiscard]] ExprId escape();

  RuleSet& m_rules;
  std::optional<RuleId> m_space, m_string, m_number, m_value, m_object, m_array;
  std::optional<ExprId> m_character;
};

}  // namespace alcove::grammar
