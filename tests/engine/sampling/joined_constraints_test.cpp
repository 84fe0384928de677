// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/joined_constraints.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace alcove::sampling {
namespace {

using Token = std::int32_t;
constexpr Token kEnd = 9;

// One row of tokens, and then the end.
class Row final : public Constraint {
 public:
  explicit Row(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}
  void mask(std::span<float> logits) override {
    for (std::size_t i = 0; i < logits.size(); ++i)
      if (Token(i) != next()) logits[i] = -INFINITY;
  }
  void accept(Token token) override {
    if (token == kEnd && complete()) return;
    if (token != next() || complete()) throw Error(ErrorCode::InvalidArgument, "Not here.");
    ++m_at;
  }
  [[nodiscard]] bool complete() const override { return m_at == m_tokens.size(); }
  [[nodiscard]] bool finished() const override { return complete(); }
  [[nodiscard]] std::unique_ptr<Constraint> clone() const override {
    return std::make_unique<Row>(*this);
  }

 private:
  Token next() const { return complete() ? kEnd : m_tokens[m_at]; }
  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
};

std::shared_ptr<Constraint> row(std::vector<Token> tokens) {
  return std::make_shared<Row>(std::move(tokens));
}

std::set<Token> allowed(Constraint& constraint) {
  std::vector<float> logits(10, 1.0f);
  constraint.mask(logits);
  std::set<Token> tokens;
  for (std::size_t i = 0; i < logits.size(); ++i)
    if (logits[i] == 1.0f) tokens.insert(Token(i));
  return tokens;
}

TEST(EitherOf, KeepsToBothWhileBothFit) {
  const auto either = eitherOf(row({1, 2, 3}), row({1, 4}));
  EXPECT_EQ(allowed(*either), std::set<Token>({1}));
  either->accept(1);
  EXPECT_EQ(allowed(*either), std::set<Token>({2, 4}));
  const auto other = either->clone();
  either->accept(4);
  EXPECT_TRUE(either->finished());
  EXPECT_EQ(allowed(*either), std::set<Token>({kEnd}));
  other->accept(2);
  EXPECT_FALSE(other->complete());
  EXPECT_THROW(other->accept(4), Error);
  other->accept(3);
  EXPECT_TRUE(other->finished());
}

TEST(EitherOf, GoesOnWhereOnlyOneIsComplete) {
  const auto either = eitherOf(row({1}), row({1, 2}));
  either->accept(1);
  EXPECT_TRUE(either->complete());
  EXPECT_FALSE(either->finished());
  EXPECT_EQ(allowed(*either), std::set<Token>({2, kEnd}));
  EXPECT_THROW(either->accept(5), Error);
  EXPECT_EQ(allowed(*either), std::set<Token>({2, kEnd})) << "nothing has changed";
}

TEST(BehindTokens, WantsThemInTheirOrder) {
  const auto behind = behindTokens({5, 6}, row({1}));
  EXPECT_EQ(allowed(*behind), std::set<Token>({5}));
  EXPECT_THROW(behind->accept(6), Error);
  behind->accept(5);
  const auto copy = behind->clone();
  behind->accept(6);
  EXPECT_EQ(allowed(*behind), std::set<Token>({1}));
  EXPECT_EQ(allowed(*copy), std::set<Token>({6}));
  behind->accept(1);
  EXPECT_TRUE(behind->finished());
}

TEST(BehindMark, LetsAnythingButTheEndComeFirst) {
  const auto behind = behindMark(7, {kEnd}, row({1}));
  EXPECT_EQ(allowed(*behind), std::set<Token>({0, 1, 2, 3, 4, 5, 6, 7, 8}));
  for (const Token token : {1, 3, 1, 8}) behind->accept(token);
  EXPECT_FALSE(behind->complete());
  const auto copy = behind->clone();
  behind->accept(7);
  EXPECT_EQ(allowed(*behind), std::set<Token>({1}));
  behind->accept(1);
  EXPECT_TRUE(behind->finished());
  EXPECT_EQ(allowed(*copy).size(), 9u);
}

}  // namespace
}  // namespace alcove::sampling
