// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/order.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace alcove::training {
namespace {

Example example(std::vector<std::int32_t> tokens, std::vector<std::uint8_t> scored) {
  return {std::move(tokens), std::move(scored)};
}

TEST(ShuffledOrder, HasEachNumberOnceAndAnotherOrderEachEpoch) {
  const auto first = shuffledOrder(1'000, 7, 0), second = shuffledOrder(1'000, 7, 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, shuffledOrder(1'000, 7, 0));
  EXPECT_EQ(second, shuffledOrder(1'000, 8, 0));  // the state is the sum
  auto sorted = first;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) EXPECT_EQ(sorted[i], i);
}

// The numbers that the generator's published test vector for the seed 1234567 begins with:
// 6457827717110365317, 3203168211198807973.
TEST(ShuffledOrder, ExchangesFromTheEnd) {
  std::vector<std::size_t> expected = {0, 1, 2};
  std::swap(expected[2], expected[6457827717110365317u % 3]);
  std::swap(expected[1], expected[3203168211198807973u % 2]);
  EXPECT_EQ(shuffledOrder(3, 1'234'567, 0), expected);
  EXPECT_TRUE(shuffledOrder(0, 1, 0).empty());
  EXPECT_EQ(shuffledOrder(1, 1, 0), std::vector<std::size_t>{0});
}

TEST(PackExamples, FillsBatchesInOrder) {
  const std::vector<Example> examples = {example({1, 2, 3}, {0, 0, 1}), example({4, 5}, {0, 1}),
                                         example({6}, {0}), example({7, 8, 9, 10}, {0, 1, 0, 1})};
  const auto batches = packExamples(examples, std::vector<std::size_t>{1, 0, 3, 2}, 5);
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].tokens, (std::vector<std::int32_t>{4, 5, 1, 2, 3}));
  EXPECT_EQ(batches[0].lengths, (std::vector<std::uint32_t>{2, 3}));
  ASSERT_EQ(batches[0].targets.size(), 2u);
  EXPECT_EQ(batches[0].targets[0].at, 0u);
  EXPECT_EQ(batches[0].targets[0].token, 5);
  EXPECT_EQ(batches[0].targets[1].at, 3u);
  EXPECT_EQ(batches[0].targets[1].token, 3);
  EXPECT_EQ(batches[1].tokens, (std::vector<std::int32_t>{7, 8, 9, 10, 6}));
  EXPECT_EQ(batches[1].lengths, (std::vector<std::uint32_t>{4, 1}));
  ASSERT_EQ(batches[1].targets.size(), 2u);
  EXPECT_EQ(batches[1].targets[1].at, 2u);
  EXPECT_EQ(batches[1].targets[1].token, 10);
}

TEST(PackExamples, AFirstTokenIsNoTargetOfTheExampleBefore) {
  const std::vector<Example> examples = {example({1, 2}, {1, 1}), example({3, 4}, {1, 1})};
  const auto batches = packExamples(examples, std::vector<std::size_t>{0, 1}, 100);
  ASSERT_EQ(batches.size(), 1u);
  ASSERT_EQ(batches[0].targets.size(), 2u);
  EXPECT_EQ(batches[0].targets[0].at, 0u);
  EXPECT_EQ(batches[0].targets[1].at, 2u);
}

TEST(PackExamples, OneThatIsLongerStandsAlone) {
  const std::vector<Example> examples = {example({1, 2, 3}, {0, 1, 1}), example({4}, {0}),
                                         example({}, {})};
  const auto batches = packExamples(examples, std::vector<std::size_t>{1, 0, 1, 2}, 2);
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_EQ(batches[1].tokens.size(), 3u);
  EXPECT_EQ(batches[2].tokens.size(), 1u);
}

}  // namespace
}  // namespace alcove::training
