// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/draft_automaton.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grammar/limits.h"
#include "grammar/utf8_sequences.h"

namespace alcove::grammar {
namespace {

// Repeating what is larger than this, more often than that, calls a rule instead of writing it out.
constexpr std::uint32_t kSmallCost = 4;
constexpr int kFewTimes = 3;

int copiesOf(const Expr& repeat) { return repeat.most < 0 ? repeat.least + 1 : repeat.most; }

bool callsForRepeat(const Expr& repeat, std::uint32_t cost) {
  return cost > kSmallCost && copiesOf(repeat) > kFewTimes;
}

}  // namespace

DraftAutomaton::DraftAutomaton(const RuleSet& set, ExprId root) : m_set(set) {
  measure();
  rules.push_back({"root"});
  m_toBuild.emplace_back(0, root);
  while (!m_toBuild.empty()) {
    const auto [rule, body] = m_toBuild.back();
    m_toBuild.pop_back();
    const StateId end = newState();
    const StateId start = build(body, end);
    rules[rule].start = start;
    rules[rule].end = end;
  }
}

// Children come before their parents, so one pass suffices.
void DraftAutomaton::measure() {
  m_cost.resize(m_set.exprs());
  for (ExprId id = 0; id < m_set.exprs(); ++id) {
    const Expr& expr = m_set.expr(id);
    std::uint64_t cost = 1;
    if (expr.kind == Expr::Kind::Literal) cost = expr.bytes.size();
    if (expr.kind == Expr::Kind::Chars && (expr.set.empty() || expr.set.back().high > 0x7F))
      cost = 1 + 2 * expr.set.size();
    for (const ExprId child : expr.children) cost += m_cost[child];
    if (expr.kind == Expr::Kind::Repeat && !callsForRepeat(expr, m_cost[expr.children[0]]))
      cost *= std::uint64_t(std::max(copiesOf(expr), 1));
    m_cost[id] = std::uint32_t(std::min<std::uint64_t>(cost, UINT32_MAX));
  }
}

StateId DraftAutomaton::newState() {
  if (states.size() >= kMaxStates)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The grammar needs more than {} states; use shorter texts or smaller "
                            "numbers of repetitions.",
                            kMaxStates));
  states.emplace_back();
  return StateId(states.size() - 1);
}

StateId DraftAutomaton::build(ExprId id, StateId next) {
  const Expr& expr = m_set.expr(id);
  switch (expr.kind) {
    case Expr::Kind::Literal:
      for (std::size_t i = expr.bytes.size(); i-- > 0;) {
        const auto byte = static_cast<std::uint8_t>(expr.bytes[i]);
        const StateId state = newState();
        states[state].edges.push_back({byte, byte, next});
        next = state;
      }
      return next;
    case Expr::Kind::Chars:
      return buildChars(expr, next);
    case Expr::Kind::Sequence:
      for (std::size_t i = expr.children.size(); i-- > 0;) next = build(expr.children[i], next);
      return next;
    case Expr::Kind::Choice: {
      const StateId state = newState();
      for (const ExprId child : expr.children) {
        const StateId option = build(child, next);
        states[state].silent.push_back(option);
      }
      return state;
    }
    case Expr::Kind::Repeat:
      return buildRepeat(expr, next);
    case Expr::Kind::Rule:
      return buildCall(ruleOf(expr.rule), next);
  }
  return next;
}

// Sequences that end alike share their last states.
StateId DraftAutomaton::buildChars(const Expr& expr, StateId next) {
  std::map<std::vector<std::uint16_t>, StateId> tails;
  const StateId first = newState();
  for (const Utf8Sequence& sequence : utf8Sequences(expr.set)) {
    StateId target = next;
    std::vector<std::uint16_t> tail;
    for (std::size_t i = sequence.length; i-- > 1;) {
      const ByteSpan span = sequence.bytes[i];
      tail.push_back(std::uint16_t(span.low << 8 | span.high));
      const auto [found, isNew] = tails.try_emplace(tail, 0);
      if (isNew) {
        const StateId state = newState();
        states[state].edges.push_back({span.low, span.high, target});
        found->second = state;
      }
      target = found->second;
    }
    states[first].edges.push_back({sequence.bytes[0].low, sequence.bytes[0].high, target});
  }
  return first;
}

StateId DraftAutomaton::buildRepeat(const Expr& expr, StateId next) {
  const ExprId child = expr.children[0];
  const bool calls = callsForRepeat(expr, m_cost[child]);
  const std::uint32_t rule = calls ? ruleOfPart(child) : 0;
  const auto once = [&](StateId then) {
    return calls ? buildCall(rule, then) : build(child, then);
  };
  StateId state = next;
  if (expr.most < 0) {
    state = newState();
    const StateId body = once(state);
    states[state].silent = {body, next};
  }
  for (int i = expr.least; i < expr.most; ++i) {
    const StateId body = once(state);
    state = newState();
    states[state].silent = {body, next};
  }
  for (int i = 0; i < expr.least; ++i) state = once(state);
  return state;
}

StateId DraftAutomaton::buildCall(std::uint32_t rule, StateId next) {
  const StateId state = newState();
  states[state].calls.push_back({rule, next});
  return state;
}

std::uint32_t DraftAutomaton::ruleOf(RuleId id) {
  const auto [found, isNew] = m_ruleIndex.try_emplace(id, std::uint32_t(rules.size()));
  if (isNew) {
    rules.push_back({m_set.name(id)});
    m_toBuild.emplace_back(found->second, m_set.body(id));
  }
  return found->second;
}

std::uint32_t DraftAutomaton::ruleOfPart(ExprId id) {
  const auto [found, isNew] = m_partIndex.try_emplace(id, std::uint32_t(rules.size()));
  if (isNew) {
    rules.push_back({"a repeated part"});
    m_toBuild.emplace_back(found->second, id);
  }
  return found->second;
}

}  // namespace alcove::grammar
