// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/likeness.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace alcove::training {
namespace {

std::string words(std::mt19937& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    for (int k = 0; k < 6; ++k) text += char('a' + random() % 26);
    text += ' ';
  }
  return text;
}

// The share of runs of five characters that two texts have in common, counted.
double shareInCommon(const std::string& a, const std::string& b) {
  const auto runs = [](const std::string& text) {
    std::set<std::string> found;
    const std::string comparable = comparableText(text);
    for (std::size_t i = 0; i + 5 <= comparable.size(); ++i) found.insert(comparable.substr(i, 5));
    return found;
  };
  const auto left = runs(a), right = runs(b);
  std::size_t common = 0;
  for (const std::string& run : left) common += right.count(run);
  return double(common) / double(left.size() + right.size() - common);
}

TEST(ComparableText, KeepsLettersAndDigits) {
  EXPECT_EQ(comparableText("  Héllo,\tWORLD -- 42! "), "héllo world 42");
  EXPECT_EQ(comparableText("?!"), "");
}

TEST(Likeness, EstimatesTheShareThatIsCounted) {
  std::mt19937 random(1);
  double sumOfErrors = 0;
  int found = 0, rounds = 0;
  for (int changed = 0; changed < 8; ++changed)
    for (int round = 0; round < 25; ++round) {
      const std::string common = words(random, 100);
      const std::string a = common + words(random, changed), b = common + words(random, changed);
      LikenessIndex index;
      index.add(5, a);
      const auto match = index.find(b);
      ++rounds;
      if (!match) continue;
      ++found;
      EXPECT_EQ(match->id, 5u);
      EXPECT_NEAR(match->likeness, shareInCommon(a, b), 0.25);
      sumOfErrors += match->likeness - shareInCommon(a, b);
    }
  EXPECT_GT(found, rounds * 9 / 10);
  EXPECT_NEAR(sumOfErrors / found, 0, 0.03);
}

TEST(Likeness, DoesNotFindWhatIsHalfTheSame) {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    const std::string common = words(random, 50);
    LikenessIndex index;
    index.add(0, common + words(random, 25));
    EXPECT_FALSE(index.find(common + words(random, 25)));
  }
}

TEST(Likeness, FindsTheMostAlikeAmongMany) {
  std::mt19937 random(3);
  std::vector<std::string> texts;
  LikenessIndex index;
  for (std::size_t i = 0; i < 2'000; ++i) {
    texts.push_back(words(random, 20));
    EXPECT_FALSE(index.findThenAdd(i, texts.back())) << i;
  }
  for (std::size_t i = 0; i < texts.size(); i += 50) {
    const auto match = index.find(texts[i] + "x");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, i);
  }
  EXPECT_FALSE(index.isExhausted());
}

TEST(Likeness, StopsWhereThereIsTooMuch) {
  std::mt19937 random(4);
  const std::string text = words(random, 4'000);  // longer than what is looked at of one
  LikenessIndex index(3 * LikenessIndex::kMaxTextBytes);
  for (std::size_t i = 0; i < 2; ++i) index.add(i, text);
  EXPECT_TRUE(index.find(text));
  EXPECT_FALSE(index.isExhausted());
  EXPECT_FALSE(index.find(text));
  EXPECT_TRUE(index.isExhausted());
}

TEST(Likeness, TextsWithoutWordsAreLikeNothing) {
  LikenessIndex index;
  index.add(0, "...");
  EXPECT_FALSE(index.find("..."));
  index.add(1, "ab");
  ASSERT_TRUE(index.find("AB."));
  EXPECT_FALSE(index.find("ac"));
}

}  // namespace
}  // namespace alcove::training
