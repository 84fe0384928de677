// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "grammar/rule_set.h"

namespace alcove::grammar {

using StateId = std::uint32_t;

// A pushdown automaton over bytes. A state of a rule goes on over a byte, or by a call: the called
// rule is read first and then the state `next`. An accepting state may end its rule. What can never
// be completed is not in it, and every call reads at least one byte: that a rule may be empty is
// already part of the states that call it. Immutable.
class Automaton {
 public:
  struct Edge {
    std::uint8_t low;
    std::uint8_t high;  // included
    StateId target;
  };
  struct Call {
    std::uint32_t rule;
    StateId next;
  };

  // Of the texts that `root` stands for. Throws Error InvalidArgument (a rule begins with itself,
  // or no text can ever be complete), LimitExceeded.
  [[nodiscard]] static Automaton compile(const RuleSet& rules, ExprId root);

  [[nodiscard]] std::size_t states() const { return m_states.size() - 1; }
  [[nodiscard]] std::span<const Edge> edges(StateId state) const {
    return std::span(m_edges).subspan(m_states[state].edge,
                                      m_states[state + 1].edge - m_states[state].edge);
  }
  [[nodiscard]] std::span<const Call> calls(StateId state) const {
    return std::span(m_calls).subspan(m_states[state].call,
                                      m_states[state + 1].call - m_states[state].call);
  }
  [[nodiscard]] bool accepting(StateId state) const { return m_states[state].accepting; }
  // True if a rule that is here is over, whatever comes.
  [[nodiscard]] bool onlyEnds(StateId state) const {
    return edges(state).empty() && calls(state).empty();
  }

  // Rule 0 is the root.
  [[nodiscard]] StateId start(std::uint32_t rule) const { return m_starts[rule]; }
  // A rule's place in an order in which each comes before those that it can begin with.
  [[nodiscard]] std::uint32_t order(std::uint32_t rule) const { return m_order[rule]; }
  [[nodiscard]] std::uint32_t ruleAt(std::uint32_t place) const { return m_ruleAt[place]; }
  [[nodiscard]] bool acceptsEmpty() const { return m_acceptsEmpty; }

  // Bytes that no state tells apart are in one class.
  [[nodiscard]] std::uint32_t classes() const { return m_classes; }
  [[nodiscard]] const std::array<std::uint8_t, 256>& classOf() const { return m_classOf; }
  // A byte of this class.
  [[nodiscard]] std::uint8_t byteOf(std::uint32_t byteClass) const { return m_byteOf[byteClass]; }

 private:
  friend class AutomatonBuilder;
  struct State {
    std::uint32_t edge;  // where its edges begin; they end where the next one's begin
    std::uint32_t call;
    bool accepting;
  };
  std::vector<State> m_states;  // one more than there are
  std::vector<Edge> m_edges;
  std::vector<Call> m_calls;
  std::vector<StateId> m_starts;
  std::vector<std::uint32_t> m_order;
  std::vector<std::uint32_t> m_ruleAt;
  std::array<std::uint8_t, 256> m_classOf{};
  std::array<std::uint8_t, 256> m_byteOf{};
  std::uint32_t m_classes = 0;
  bool m_acceptsEmpty = false;
};

}  // namespace alcove::grammar
