// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "grammar/automaton.h"

namespace alcove::grammar {

// The automaton as it is first built from expressions (Thompson 1968), with moves that read
// nothing. Each state belongs to one rule.
struct DraftAutomaton {
  struct State {
    std::vector<StateId> silent;
    std::vector<Automaton::Edge> edges;
    std::vector<Automaton::Call> calls;
  };
  struct Rule {
    std::string name;
    StateId start = 0;
    StateId end = 0;
  };
  std::vector<State> states;
  std::vector<Rule> rules;  // the first is the root

  // Only what `root` can reach.
  DraftAutomaton(const RuleSet& set, ExprId root);

 private:
  [[nodiscard]] StateId newState();
  // Each returns the state from which the expression is read and `next` is reached.
  [[nodiscard]] StateId build(ExprId id, StateId next);
  [[nodiscard]] StateId buildChars(const Expr& expr, StateId next);
  [[nodiscard]] StateId buildRepeat(const Expr& expr, StateId next);
  [[nodiscard]] StateId buildCall(std::uint32_t rule, StateId next);
  [[nodiscard]] std::uint32_t ruleOf(RuleId id);
  // A rule of its own for an expression that would otherwise be written out many times.
  [[nodiscard]] std::uint32_t ruleOfPart(ExprId id);
  void measure();

  const RuleSet& m_set;
  std::vector<std::uint32_t> m_cost;  // about how many states an expression takes
  std::unordered_map<RuleId, std::uint32_t> m_ruleIndex;
  std::unordered_map<ExprId, std::uint32_t> m_partIndex;
  std::vector<std::pair<std::uint32_t, ExprId>> m_toBuild;
};

}  // namespace alcove::grammar
