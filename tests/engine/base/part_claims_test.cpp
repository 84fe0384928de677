// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/part_claims.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace alcove::base {
namespace {

TEST(PartClaims, AThreadTakesItsOwnShareFromTheFrontThenOthersFromTheEnd) {
  PartClaims claims(3);
  std::vector<int> taken;
  while (const auto part = claims.take(1, 9, 1)) taken.push_back(*part);
  EXPECT_EQ(taken, (std::vector<int>{3, 4, 5, 8, 7, 6, 2, 1, 0}));
}

TEST(PartClaims, WhatOneTookNobodyElseGets) {
  PartClaims claims(2);
  EXPECT_EQ(claims.take(1, 4, 0), 0);
  EXPECT_EQ(claims.take(1, 4, 1), 2);
  EXPECT_EQ(claims.take(1, 4, 1), 3);
  EXPECT_EQ(claims.take(1, 4, 1), 1);
  EXPECT_EQ(claims.take(1, 4, 0), std::nullopt);
}

TEST(PartClaims, FewerPartsThanThreads) {
  PartClaims claims(8);
  EXPECT_EQ(claims.take(1, 2, 7), 1);
  EXPECT_EQ(claims.take(1, 2, 5), 0);
  EXPECT_EQ(claims.take(1, 2, 5), std::nullopt);
}

TEST(PartClaims, ALaterStageIsWhole) {
  PartClaims claims(2);
  while (claims.take(1, 6, 0)) {
  }
  // Stage 2 may have been one that nobody was asked to help with.
  EXPECT_EQ(claims.take(3, 4, 1), 2);
  EXPECT_EQ(claims.take(3, 4, 0), 0);
}

TEST(PartClaims, WhoComesLateFindsNothingAndTakesNothingAway) {
  PartClaims claims(2);
  while (claims.take(1, 4, 0)) {
  }
  EXPECT_EQ(claims.take(1, 4, 1), std::nullopt) << "over, and the next has not been touched";
  EXPECT_EQ(claims.take(2, 4, 0), 0);
  EXPECT_EQ(claims.take(1, 4, 0), std::nullopt) << "its own share is in the next stage";
  EXPECT_EQ(claims.take(1, 4, 1), std::nullopt);
  std::vector<int> rest;
  while (const auto part = claims.take(2, 4, 1)) rest.push_back(*part);
  EXPECT_EQ(rest, (std::vector<int>{2, 3, 1}));
}

TEST(PartClaims, TheLargestShareAndTheLastStage) {
  PartClaims claims(1);
  constexpr std::uint64_t kLast = (std::uint64_t(1) << 48) - 1;
  for (int i = 0; i < PartClaims::kMostPartsPerThread; ++i)
    ASSERT_EQ(claims.take(kLast, PartClaims::kMostPartsPerThread, 0), i);
  EXPECT_EQ(claims.take(kLast, PartClaims::kMostPartsPerThread, 0), std::nullopt);
}

TEST(PartClaims, ThreadsThatTakeAtOnceShareTheParts) {
  constexpr int kThreads = 4, kParts = 800;
  PartClaims claims(kThreads);
  std::vector<int> taken(kParts, 0);  // a race, if two had the same
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      while (const auto part = claims.take(1, kParts, thread)) ++taken[std::size_t(*part)];
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, std::vector<int>(kParts, 1));
}

}  // namespace
}  // namespace alcove::base
