// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/automaton_builder.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "grammar/limits.h"

namespace alcove::grammar {
namespace {

constexpr StateId kNone = ~StateId(0);

}  // namespace

Automaton Automaton::compile(const RuleSet& rules, ExprId root) {
  const DraftAutomaton draft(rules, root);
  return AutomatonBuilder(draft).build();
}

Automaton AutomatonBuilder::build() {
  m_ruleOfEnd.assign(m_draft.states.size(), kNone);
  for (std::uint32_t rule = 0; rule < m_draft.rules.size(); ++rule)
    m_ruleOfEnd[m_draft.rules[rule].end] = rule;
  findEmptyRules();
  findProductive();
  if (!m_productiveRule[0])
    throw Error(ErrorCode::InvalidArgument,
                "No text can ever be complete under this grammar: it goes on without end, or asks "
                "for a character out of an empty set.");
  flatten();
  orderRules();
  findClasses();
  m_result.m_acceptsEmpty = m_empty[0] != 0;
  return std::move(m_result);
}

// What each rule reaches from its start without a byte. A call of a rule that turns out to be empty
// later lets its caller go on then.
void AutomatonBuilder::findEmptyRules() {
  m_empty.assign(m_draft.rules.size(), 0);
  std::vector<std::vector<StateId>> waiting(m_draft.rules.size());
  std::vector<char> reached(m_draft.states.size(), 0);
  std::vector<StateId> work;
  const auto reach = [&](StateId state) {
    if (!std::exchange(reached[state], 1)) work.push_back(state);
  };
  for (const DraftAutomaton::Rule& rule : m_draft.rules) reach(rule.start);
  while (!work.empty()) {
    const StateId state = work.back();
    work.pop_back();
    for (const StateId next : m_draft.states[state].silent) reach(next);
    for (const Automaton::Call& call : m_draft.states[state].calls) {
      if (m_empty[call.rule])
        reach(call.next);
      else
        waiting[call.rule].push_back(call.next);
    }
    const std::uint32_t ended = m_ruleOfEnd[state];
    if (ended == kNone) continue;
    m_empty[ended] = 1;
    for (const StateId next : std::exchange(waiting[ended], {})) reach(next);
  }
}

// Backwards from the ends of all rules.
void AutomatonBuilder::findProductive() {
  const std::size_t count = m_draft.states.size();
  std::vector<std::vector<StateId>> before(count);
  std::vector<std::vector<std::pair<std::uint32_t, StateId>>> callsBefore(count);
  for (StateId state = 0; state < count; ++state) {
    for (const StateId next : m_draft.states[state].silent) before[next].push_back(state);
    for (const Automaton::Edge& edge : m_draft.states[state].edges)
      before[edge.target].push_back(state);
    for (const Automaton::Call& call : m_draft.states[state].calls)
      callsBefore[call.next].emplace_back(call.rule, state);
  }
  std::vector<std::vector<std::uint32_t>> rulesOfStart(count);
  for (std::uint32_t rule = 0; rule < m_draft.rules.size(); ++rule)
    rulesOfStart[m_draft.rules[rule].start].push_back(rule);

  m_productive.assign(count, 0);
  m_productiveRule.assign(m_draft.rules.size(), 0);
  std::vector<std::vector<StateId>> waiting(m_draft.rules.size());
  std::vector<StateId> work;
  const auto reach = [&](StateId state) {
    if (!std::exchange(m_productive[state], 1)) work.push_back(state);
  };
  for (const DraftAutomaton::Rule& rule : m_draft.rules) reach(rule.end);
  while (!work.empty()) {
    const StateId state = work.back();
    work.pop_back();
    for (const StateId earlier : before[state]) reach(earlier);
    for (const auto& [rule, caller] : callsBefore[state]) {
      if (m_productiveRule[rule])
        reach(caller);
      else
        waiting[rule].push_back(caller);
    }
    for (const std::uint32_t rule : rulesOfStart[state]) {
      m_productiveRule[rule] = 1;
      for (const StateId caller : std::exchange(waiting[rule], {})) reach(caller);
    }
  }
}

StateId AutomatonBuilder::keep(StateId draftState) {
  StateId& number = m_kept[draftState];
  if (number == kNone) {
    number = StateId(m_toKeep.size());
    m_toKeep.push_back(draftState);
  }
  return number;
}

void AutomatonBuilder::flatten() {
  m_kept.assign(m_draft.states.size(), kNone);
  m_seen.assign(m_draft.states.size(), 0);
  for (const DraftAutomaton::Rule& rule : m_draft.rules)
    m_result.m_starts.push_back(keep(rule.start));
  for (std::size_t i = 0; i < m_toKeep.size(); ++i) {
    m_result.m_states.push_back(
        {std::uint32_t(m_result.m_edges.size()), std::uint32_t(m_result.m_calls.size()), false});
    addClosure(m_toKeep[i]);
    if (m_result.m_edges.size() + m_result.m_calls.size() > kMaxEdges)
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("The grammar needs more than {} moves; make it smaller.", kMaxEdges));
  }
  m_result.m_states.push_back(
      {std::uint32_t(m_result.m_edges.size()), std::uint32_t(m_result.m_calls.size()), false});
}

// All moves of a state, through what it reaches without a byte.
void AutomatonBuilder::addClosure(StateId draftState) {
  const std::uint32_t closure = ++m_closures;
  std::vector<StateId> work;
  const auto reach = [&](StateId state) {
    if (m_productive[state] && std::exchange(m_seen[state], closure) != closure)
      work.push_back(state);
  };
  reach(draftState);
  while (!work.empty()) {
    const StateId state = work.back();
    work.pop_back();
    if (m_ruleOfEnd[state] != kNone) m_result.m_states.back().accepting = true;
    for (const StateId next : m_draft.states[state].silent) reach(next);
    for (const Automaton::Edge& edge : m_draft.states[state].edges)
      if (m_productive[edge.target])
        m_result.m_edges.push_back({edge.low, edge.high, keep(edge.target)});
    for (const Automaton::Call& call : m_draft.states[state].calls) {
      if (!m_productive[call.next] || !m_productiveRule[call.rule]) continue;
      m_result.m_calls.push_back({call.rule, keep(call.next)});
      if (m_empty[call.rule]) reach(call.next);
    }
  }
}

// Depth first through the rules that a rule can begin with; a circle among them is left recursion.
void AutomatonBuilder::orderRules() {
  enum : char { kNew, kOpen, kDone };
  const std::size_t count = m_draft.rules.size();
  std::vector<char> mark(count, kNew);
  std::vector<std::uint32_t> finished;
  struct Frame {
    std::uint32_t rule;
    std::size_t call;
  };
  std::vector<Frame> path;
  for (std::uint32_t first = 0; first < count; ++first) {
    if (mark[first] != kNew) continue;
    mark[first] = kOpen;
    path.push_back({first, 0});
    while (!path.empty()) {
      Frame& frame = path.back();
      const auto calls = m_result.calls(m_result.start(frame.rule));
      if (frame.call == calls.size()) {
        mark[frame.rule] = kDone;
        finished.push_back(frame.rule);
        path.pop_back();
        continue;
      }
      const std::uint32_t next = calls[frame.call++].rule;
      if (mark[next] == kOpen)
        throw Error(
            ErrorCode::InvalidArgument,
            fmt::format("The rule '{}' begins with itself, directly or through others (left "
                        "recursion); write the repetition behind its first part.",
                        m_draft.rules[next].name));
      if (mark[next] != kNew) continue;
      mark[next] = kOpen;
      path.push_back({next, 0});
    }
  }
  m_result.m_ruleAt.assign(finished.rbegin(), finished.rend());
  m_result.m_order.resize(count);
  for (std::uint32_t place = 0; place < count; ++place)
    m_result.m_order[m_result.m_ruleAt[place]] = place;
}

void AutomatonBuilder::findClasses() {
  std::array<bool, 257> begins{};
  begins[0] = true;
  for (const Automaton::Edge& edge : m_result.m_edges) {
    begins[edge.low] = true;
    begins[std::size_t(edge.high) + 1] = true;
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (begins[byte]) m_result.m_byteOf[m_result.m_classes++] = std::uint8_t(byte);
    m_result.m_classOf[byte] = std::uint8_t(m_result.m_classes - 1);
  }
}

}  // namespace alcove::grammar
