// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/stop_matcher.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <random>

namespace alcove::runtime {
namespace {

TEST(StopMatcherTest, HoldsBackOnlyWhatCouldStillBecomeAStop) {
  StopMatcher matcher({"\n\nUser:"});
  EXPECT_EQ(matcher.push("Hello"), "Hello");
  EXPECT_EQ(matcher.push("\n"), "");
  EXPECT_EQ(matcher.push("\nUs"), "");
  EXPECT_EQ(matcher.push("ually"), "\n\nUsually");
  EXPECT_EQ(matcher.push("!\n\nUser"), "!");
  EXPECT_EQ(matcher.push(": hi"), "");
  ASSERT_NE(matcher.matched(), nullptr);
  EXPECT_EQ(*matcher.matched(), "\n\nUser:");
  EXPECT_EQ(matcher.push("more"), "");
  EXPECT_EQ(matcher.flush(), "");
}

TEST(StopMatcherTest, EarliestStopWins) {
  StopMatcher matcher({"cd", "bc"});
  EXPECT_EQ(matcher.push("abcd"), "a");
  EXPECT_EQ(*matcher.matched(), "bc");
}

TEST(StopMatcherTest, TheEndReleasesWhatWasHeld) {
  StopMatcher matcher({"<end>"});
  EXPECT_EQ(matcher.push("a<en"), "a");
  EXPECT_EQ(matcher.flush(), "<en");
}

TEST(StopMatcherTest, OddStopsAreRefused) {
  EXPECT_THROW(StopMatcher({""}), Error);
  EXPECT_THROW(StopMatcher({std::string(5000, 'x')}), Error);
  EXPECT_THROW(StopMatcher({"\xff"}), Error);
  EXPECT_THROW(StopMatcher(std::vector<std::string>(1000000, "x")), Error);
}

// However the text is cut, what comes out is the text up to the first stop.
TEST(StopMatcherTest, AgreesWithSearchingTheWholeText) {
  std::mt19937 random(4);
  int found = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) text += char('a' + random() % 3);
    std::vector<std::string> stops;
    for (int i = 0; i < 2; ++i) {
      std::string stop;
      for (unsigned j = 0; j < 3 + random() % 4; ++j) stop += char('a' + random() % 3);
      stops.push_back(stop);
    }
    const std::size_t expected = std::min({text.find(stops[0]), text.find(stops[1]), text.size()});
    StopMatcher matcher(stops);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t count = 1 + random() % 4;
      out += matcher.push(text.substr(at, count));
      at += count;
    }
    out += matcher.flush();
    ASSERT_EQ(out, text.substr(0, expected));
    found += matcher.matched() != nullptr;
  }
  EXPECT_GT(found, 500);
}

}  // namespace
}  // namespace alcove::runtime
