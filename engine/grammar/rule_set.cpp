// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/rule_set.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "grammar/limits.h"

namespace alcove::grammar {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr CodePoints kSurrogates = {0xD800, 0xDFFF};

}  // namespace

std::vector<CodePoints> normalised(std::vector<CodePoints> set) {
  std::vector<CodePoints> cut;
  for (const CodePoints& range : set) {
    const char32_t high = std::min(range.high, kLast);
    if (range.low < kSurrogates.low && range.low <= high)
      cut.push_back({range.low, std::min(high, char32_t(kSurrogates.low - 1))});
    if (high > kSurrogates.high && range.low <= high)
      cut.push_back({std::max(range.low, char32_t(kSurrogates.high + 1)), high});
  }
  std::ranges::sort(cut, {}, &CodePoints::low);
  std::vector<CodePoints> merged;
  for (const CodePoints& range : cut) {
    if (!merged.empty() && range.low <= merged.back().high + 1)
      merged.back().high = std::max(merged.back().high, range.high);
    else
      merged.push_back(range);
  }
  return merged;
}

std::vector<CodePoints> complement(std::vector<CodePoints> set) {
  std::vector<CodePoints> rest;
  char32_t next = 0;
  for (const CodePoints& range : normalised(std::move(set))) {
    if (range.low > next) rest.push_back({next, range.low - 1});
    next = range.high + 1;
  }
  if (next <= kLast) rest.push_back({next, kLast});
  return normalised(std::move(rest));
}

ExprId RuleSet::add(Expr expr) {
  for (const ExprId child : expr.children) {
    ALCOVE_ASSERT(child < m_exprs.size());
    expr.depth = std::max(expr.depth, m_exprs[child].depth + 1);
  }
  if (expr.depth > kMaxExpressionDepth)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The grammar nests deeper than {} levels.", kMaxExpressionDepth));
  if (m_exprs.size() >= kMaxExpressions)
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("The grammar has more than {} parts; make it smaller.", kMaxExpressions));
  m_exprs.push_back(std::move(expr));
  return ExprId(m_exprs.size() - 1);
}

ExprId RuleSet::literal(std::string_view utf8) {
  Expr expr(Expr::Kind::Literal);
  expr.bytes = utf8;
  return add(std::move(expr));
}

ExprId RuleSet::chars(std::vector<CodePoints> set) {
  Expr expr(Expr::Kind::Chars);
  expr.set = normalised(std::move(set));
  return add(std::move(expr));
}

ExprId RuleSet::sequence(std::vector<ExprId> parts) {
  if (parts.size() == 1) return parts.front();
  Expr expr(Expr::Kind::Sequence);
  expr.children = std::move(parts);
  return add(std::move(expr));
}

ExprId RuleSet::choice(std::vector<ExprId> options) {
  if (options.size() == 1) return options.front();
  Expr expr(Expr::Kind::Choice);
  expr.children = std::move(options);
  return add(std::move(expr));
}

ExprId RuleSet::repeat(ExprId part, int least, int most) {
  ALCOVE_ASSERT(least >= 0 && (most == -1 || most >= least));
  if (std::max(least, most) > kMaxRepetition)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("Something is to be repeated {} times; the most is {}.",
                            std::max(least, most), kMaxRepetition));
  if (least == 1 && most == 1) return part;
  Expr expr(Expr::Kind::Repeat);
  expr.children = {part};
  expr.least = least;
  expr.most = most;
  return add(std::move(expr));
}

RuleId RuleSet::addRule(std::string name) {
  if (m_rules.size() >= kMaxRules)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The grammar has more than {} rules; make it smaller.", kMaxRules));
  m_rules.emplace_back();
  m_rules.back().name = std::move(name);
  return RuleId(m_rules.size() - 1);
}

void RuleSet::define(RuleId rule, ExprId body) {
  ALCOVE_ASSERT(!m_rules[rule].defined && body < m_exprs.size());
  m_rules[rule].body = body;
  m_rules[rule].defined = true;
}

ExprId RuleSet::reference(RuleId rule) {
  ALCOVE_ASSERT(rule < m_rules.size());
  Expr expr(Expr::Kind::Rule);
  expr.rule = rule;
  return add(std::move(expr));
}

ExprId RuleSet::body(RuleId rule) const {
  ALCOVE_ASSERT(m_rules[rule].defined);
  return m_rules[rule].body;
}

}  // namespace alcove::grammar
