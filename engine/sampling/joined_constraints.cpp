// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/joined_constraints.h"

#include <alcove/error.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.h"

namespace alcove::sampling {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

class EitherConstraint final : public Constraint {
 public:
  EitherConstraint(std::shared_ptr<Constraint> first, std::shared_ptr<Constraint> second)
      : m_first(std::move(first)), m_second(std::move(second)) {}

  void mask(std::span<float> logits) override {
    if (!m_second) return m_first->mask(logits);
    std::vector<float> other(logits.begin(), logits.end());
    if (!masked(*m_second, other)) {
      m_second.reset();
      return m_first->mask(logits);
    }
    if (!masked(*m_first, logits)) {
      m_first = std::exchange(m_second, nullptr);
      std::ranges::copy(other, logits.begin());
      return;
    }
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = std::max(logits[i], other[i]);
  }

  void accept(std::int32_t token) override {
    if (!m_second) return m_first->accept(token);
    const bool second = accepted(*m_second, token);
    try {
      m_first->accept(token);
      if (!second) m_second.reset();
    } catch (const Error& error) {
      if (!second || error.code() != ErrorCode::InvalidArgument) throw;
      m_first = std::exchange(m_second, nullptr);
    }
  }

  bool complete() const override {
    return m_first->complete() || (m_second && m_second->complete());
  }
  bool finished() const override {
    return m_first->finished() && (!m_second || m_second->finished());
  }
  std::unique_ptr<Constraint> clone() const override {
    return std::make_unique<EitherConstraint>(
        m_first->clone(), m_second ? m_second->clone() : std::unique_ptr<Constraint>());
  }

 private:
  // False if nothing can come next.
  static bool masked(Constraint& constraint, std::span<float> logits) {
    try {
      constraint.mask(logits);
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::LimitExceeded) throw;
      return false;
    }
  }
  static bool accepted(Constraint& constraint, std::int32_t token) {
    try {
      constraint.accept(token);
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::InvalidArgument) throw;
      return false;
    }
  }

  std::shared_ptr<Constraint> m_first;
  std::shared_ptr<Constraint> m_second;  // null: the answer has shown that it is the first
};

class TokensConstraint final : public Constraint {
 public:
  TokensConstraint(std::vector<std::int32_t> tokens, std::shared_ptr<Constraint> rest)
      : m_tokens(std::move(tokens)), m_rest(std::move(rest)) {
    ALCOVE_ASSERT(!m_tokens.empty());
  }

  void mask(std::span<float> logits) override {
    if (passed()) return m_rest->mask(logits);
    const auto next = std::size_t(m_tokens[m_at]);
    for (std::size_t i = 0; i < logits.size(); ++i)
      if (i != next) logits[i] = kNever;
  }
  void accept(std::int32_t token) override {
    if (passed()) return m_rest->accept(token);
    if (token != m_tokens[m_at])
      throw Error(ErrorCode::InvalidArgument, "Another token must come next.");
    ++m_at;
  }
  bool complete() const override { return passed() && m_rest->complete(); }
  bool finished() const override { return passed() && m_rest->finished(); }
  std::unique_ptr<Constraint> clone() const override {
    auto copy = std::make_unique<TokensConstraint>(m_tokens, m_rest->clone());
    copy->m_at = m_at;
    return copy;
  }

 private:
  bool passed() const { return m_at == m_tokens.size(); }

  std::vector<std::int32_t> m_tokens;
  std::shared_ptr<Constraint> m_rest;
  std::size_t m_at = 0;  // which token comes next
};

class MarkConstraint final : public Constraint {
 public:
  MarkConstraint(std::int32_t mark, std::vector<std::int32_t> ends,
                 std::shared_ptr<Constraint> rest)
      : m_mark(mark), m_ends(std::move(ends)), m_rest(std::move(rest)) {}

  void mask(std::span<float> logits) override {
    if (m_passed) return m_rest->mask(logits);
    for (const std::int32_t end : m_ends)
      if (std::size_t(end) < logits.size()) logits[std::size_t(end)] = kNever;
  }
  void accept(std::int32_t token) override {
    if (m_passed) return m_rest->accept(token);
    m_passed = token == m_mark;
  }
  bool complete() const override { return m_passed && m_rest->complete(); }
  bool finished() const override { return m_passed && m_rest->finished(); }
  std::unique_ptr<Constraint> clone() const override {
    auto copy = std::make_unique<MarkConstraint>(m_mark, m_ends, m_rest->clone());
    copy->m_passed = m_passed;
    return copy;
  }

 private:
  std::int32_t m_mark;
  std::vector<std::int32_t> m_ends;
  std::shared_ptr<Constraint> m_rest;
  bool m_passed = false;
};

}  // namespace

std::unique_ptr<Constraint> eitherOf(std::shared_ptr<Constraint> first,
                                     std::shared_ptr<Constraint> second) {
  return std::make_unique<EitherConstraint>(std::move(first), std::move(second));
}

std::unique_ptr<Constraint> behindTokens(std::vector<std::int32_t> tokens,
                                         std::shared_ptr<Constraint> rest) {
  return std::make_unique<TokensConstraint>(std::move(tokens), std::move(rest));
}

std::unique_ptr<Constraint> behindMark(std::int32_t mark, std::vector<std::int32_t> ends,
                                       std::shared_ptr<Constraint> rest) {
  return std::make_unique<MarkConstraint>(mark, std::move(ends), std::move(rest));
}

}  // namespace alcove::sampling
