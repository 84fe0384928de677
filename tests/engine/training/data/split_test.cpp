// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/split.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace alcove::training {
namespace {

// Words that have little in common from one number to the next.
std::string words(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < 60; ++i) text += i % 6 == 5 ? ' ' : char('a' + random() % 26);
  return text;
}

Record record(std::uint32_t seed) {
  Record made;
  made.messages = {{"user", words(2 * seed)}, {"assistant", words(2 * seed + 1)}};
  return made;
}

std::vector<Record> distinct(std::uint32_t count) {
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < count; ++i) records.push_back(record(i));
  return records;
}

std::set<std::string> heldOutContents(const std::vector<Record>& records, double share) {
  std::set<std::string> contents;
  for (const std::size_t i : splitRecords(records, share).heldOut)
    contents.insert(contentOf(records[i]));
  return contents;
}

TEST(Split, HoldsBackTheShareAndLosesNothing) {
  const auto records = distinct(200);
  for (const double share : {0.0, 0.1, 0.25, 0.5}) {
    const Split split = splitRecords(records, share);
    EXPECT_EQ(split.heldOut.size(), std::size_t(share * 200));
    std::vector<std::size_t> all = split.training;
    all.insert(all.end(), split.heldOut.begin(), split.heldOut.end());
    std::ranges::sort(all);
    for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(all.at(i), i);
    EXPECT_EQ(all.size(), records.size());
    EXPECT_TRUE(std::ranges::is_sorted(split.training));
    EXPECT_TRUE(std::ranges::is_sorted(split.heldOut));
  }
}

TEST(Split, FewRecordsGiveOneAndFewerNone) {
  EXPECT_EQ(splitRecords(distinct(9)).heldOut.size(), 0u);
  EXPECT_EQ(splitRecords(distinct(10)).heldOut.size(), 1u);
  EXPECT_EQ(splitRecords(distinct(10), 0.01).heldOut.size(), 1u);
  EXPECT_EQ(splitRecords(distinct(10), 0.99).training.size(), 1u);
  EXPECT_EQ(splitRecords({}).training.size(), 0u);
}

TEST(Split, DependsOnWhatRecordsSayAndNotOnTheirOrder) {
  auto records = distinct(60);
  const auto before = heldOutContents(records, 0.1);
  std::ranges::reverse(records);
  EXPECT_EQ(heldOutContents(records, 0.1), before);
  std::shuffle(records.begin(), records.end(), std::mt19937(1));
  EXPECT_EQ(heldOutContents(records, 0.1), before);
  EXPECT_EQ(before.size(), 6u);
}

TEST(Split, DuplicatesAreOnOneSide) {
  for (std::uint32_t first = 0; first < 20; ++first) {
    std::vector<Record> records;
    for (std::uint32_t i = 0; i < 30; ++i) {
      records.push_back(record(100 * first + i));
      records.push_back(records.back());
      records.push_back(records.back());
      records.back().messages[1].content += "!";
    }
    const Split split = splitRecords(records, 0.2);
    EXPECT_EQ(split.heldOut.size(), 18u);
    for (const std::size_t i : split.heldOut)
      for (const std::size_t k : split.training) EXPECT_NE(i / 3, k / 3);
  }
}

TEST(Split, TakesTheSmallestGroupWhereAllAreLargerThanTheShare) {
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < 20; ++i) records.push_back(record(i / 5));
  EXPECT_EQ(splitRecords(records, 0.1).heldOut.size(), 5u);
  for (Record& one : records) one = record(1);
  EXPECT_EQ(splitRecords(records, 0.1).heldOut.size(), 0u);
}

TEST(Split, RefusesSharesThatAreNone) {
  for (const double share : {-0.1, 1.0, 2.0, std::nan("")})
    EXPECT_THROW((void)splitRecords(distinct(1), share), Error);
}

}  // namespace
}  // namespace alcove::training
