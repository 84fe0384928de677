// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/ngram_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace alcove::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<TokenId> guess(const std::vector<TokenId>& tokens, std::size_t most) {
  NgramIndex index;
  index.update(tokens);
  return index.continuation(tokens, most);
}

TEST(NgramIndex, GoesOnAsAfterTheEarlierPlace) {
  EXPECT_THAT(guess({1, 2, 3, 4, 5, 6, 9, 1, 2, 3}, 2), ElementsAre(4, 5));
  EXPECT_THAT(guess({1, 2, 3, 4, 9, 2, 3}, 4), IsEmpty()) << "two equal tokens are not enough";
  EXPECT_THAT(guess({1, 2}, 4), IsEmpty());
  EXPECT_THAT(guess({}, 4), IsEmpty());
}

TEST(NgramIndex, TheLongestMatchCountsThenTheLatest) {
  EXPECT_THAT(guess({1, 2, 3, 7, 0, 1, 2, 3, 8, 0, 0, 1, 2, 3}, 1), ElementsAre(8));
  EXPECT_THAT(guess({5, 6, 1, 2, 3, 7, 0, 1, 2, 3, 8, 5, 6, 1, 2, 3}, 1), ElementsAre(7));
}

TEST(NgramIndex, WhatRepeatsItselfGoesOnDoingSo) {
  EXPECT_THAT(guess({4, 4, 4, 4}, 6), ElementsAre(4, 4, 4, 4, 4, 4));
  EXPECT_THAT(guess({0, 1, 2, 1, 2, 1, 2}, 5), ElementsAre(1, 2, 1, 2, 1));
}

TEST(NgramIndex, TakingInTokenByTokenIsTheSameAsAtOnce) {
  std::mt19937 random(7);
  std::vector<TokenId> tokens;
  NgramIndex index;
  std::size_t guesses = 0;
  for (int i = 0; i < 2000; ++i) {
    tokens.push_back(TokenId(random() % 3));
    index.update(tokens);
    const auto stepwise = index.continuation(tokens, 4);
    guesses += stepwise.size();
    if (i % 50 == 0) {
      ASSERT_EQ(stepwise, guess(tokens, 4)) << i;
    }
  }
  EXPECT_GT(guesses, 4000u);
}

TEST(NgramIndex, AfterClearAnotherSequenceMayCome) {
  NgramIndex index;
  index.update(std::vector<TokenId>{1, 2, 3, 4, 1, 2, 3});
  index.clear();
  const std::vector<TokenId> other = {1, 2, 3};
  index.update(other);
  EXPECT_THAT(index.continuation(other, 3), IsEmpty());
}

}  // namespace
}  // namespace alcove::runtime
