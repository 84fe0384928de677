// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/draft_control.h"

#include <gtest/gtest.h>

#include "engine/runtime/scripted_cost.h"

namespace alcove::runtime {
namespace {

constexpr StepOutlook kAlone{1, 1, 1};

const ScriptedCost kFree([](std::uint32_t) { return 10.0; });
const ScriptedCost kCheap([](std::uint32_t tokens) { return 10.0 + (tokens - 1); });
const ScriptedCost kDear([](std::uint32_t tokens) { return 10.0 * tokens; });

void judge(DraftControl& control, int times, std::uint32_t drafted, std::uint32_t accepted) {
  for (int i = 0; i < times; ++i) control.judged(DraftKind::Lookup, drafted, accepted);
}

TEST(DraftControl, DraftsAsMuchAsIsRightWhereColumnsAreFree) {
  DraftControl control;
  judge(control, 50, 8, 8);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, kAlone, kFree), 8u);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 3, kAlone, kFree), 3u);
}

TEST(DraftControl, DraftsLessTheLessIsRightAndTheMoreAColumnCosts) {
  DraftControl often, seldom;
  judge(often, 50, 8, 8);
  judge(seldom, 50, 2, 1);
  const auto many = often.choose(DraftKind::Lookup, 8, kAlone, kCheap);
  const auto few = seldom.choose(DraftKind::Lookup, 8, kAlone, kCheap);
  EXPECT_EQ(many, 8u);
  EXPECT_GE(few, 1u);
  EXPECT_LE(few, 4u);
  EXPECT_EQ(often.choose(DraftKind::Lookup, 8, kAlone, kDear), 0u);
}

TEST(DraftControl, TimeSpentDraftingCountsToo) {
  DraftControl control;
  for (int i = 0; i < 50; ++i) control.judged(DraftKind::Model, 4, 3);
  EXPECT_GE(control.choose(DraftKind::Model, 8, kAlone, kCheap, 1), 1u);
  EXPECT_EQ(control.choose(DraftKind::Model, 8, kAlone, kCheap, 10), 0u);
}

TEST(DraftControl, BesideManyAnswersADraftMustPayForAllOfThem) {
  // Steps are free up to sixteen tokens: alone there is room for drafts, in a full batch none.
  const ScriptedCost steps([](std::uint32_t tokens) { return tokens <= 16 ? 10.0 : 20.0; });
  DraftControl control;
  judge(control, 50, 8, 8);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, kAlone, steps), 8u);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, StepOutlook{12, 12, 12}, steps), 4u);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, StepOutlook{16, 16, 16}, steps), 0u);
}

TEST(DraftControl, NobodyWaitsLongForTheDraftsOfOthers) {
  const ScriptedCost steps([](std::uint32_t tokens) { return 10.0 + 2 * (tokens - 1); });
  DraftControl control;
  judge(control, 50, 8, 8);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, kAlone, steps), 8u);
  // Two answers take 12 ms: with three tokens drafted it is 18.
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, StepOutlook{2, 2, 2}, steps), 3u);
  EXPECT_EQ(control.choose(DraftKind::Lookup, 8, StepOutlook{2, 5, 5}, steps), 0u);
}

TEST(DraftControl, SwitchesOffWhatIsWrongAndTriesAgainEverMoreRarely) {
  DraftControl control;
  int drafts = 0, late = 0;
  for (int step = 0; step < 4000; ++step) {
    const auto drafted = control.choose(DraftKind::Lookup, 8, kAlone, kCheap);
    if (drafted == 0) continue;
    control.judged(DraftKind::Lookup, drafted, 0);
    ++drafts;
    if (step >= 2000) ++late;
  }
  EXPECT_LE(drafts, 25);
  EXPECT_GE(late, 2);
  EXPECT_LE(late, 4);
}

TEST(DraftControl, WhatGetsRightAgainIsDraftedAgain) {
  DraftControl control;
  judge(control, 100, 4, 0);
  ASSERT_EQ(control.choose(DraftKind::Lookup, 8, kAlone, kCheap), 0u);
  std::uint32_t drafted = 0;
  for (int step = 0; step < 400; ++step) {
    drafted = control.choose(DraftKind::Lookup, 8, kAlone, kCheap);
    if (drafted > 0) control.judged(DraftKind::Lookup, drafted, drafted);
  }
  EXPECT_EQ(drafted, 8u);
}

TEST(DraftControl, ATrialThatWasNotMadeComesAgainAtOnce) {
  DraftControl control;
  judge(control, 100, 4, 0);
  int chances = 0;
  while (control.choose(DraftKind::Lookup, 8, kAlone, kCheap) == 0) ++chances;
  EXPECT_EQ(chances, 16);
  for (int i = 0; i < 20; ++i) {
    control.missed(DraftKind::Lookup);
    EXPECT_EQ(control.choose(DraftKind::Lookup, 8, kAlone, kCheap), 2u);
  }
  control.judged(DraftKind::Lookup, 2, 0);
  for (chances = 0; control.choose(DraftKind::Lookup, 8, kAlone, kCheap) == 0;) ++chances;
  EXPECT_EQ(chances, 32);
}

TEST(DraftControl, OneKindOfDraftSaysNothingOfTheOther) {
  DraftControl control;
  judge(control, 100, 4, 0);
  EXPECT_LT(control.acceptance(DraftKind::Lookup), 0.01);
  EXPECT_GT(control.acceptance(DraftKind::Model), 0.5);
}

TEST(StepCost, KnowsNothingAtFirstAndGuessesThatColumnsAreCheap) {
  const MeasuredStepCost cost;
  EXPECT_GT(cost.of(2), cost.of(1));
  EXPECT_LT(cost.of(2), 1.5 * cost.of(1));
}

TEST(StepCost, TheFirstStepOfASizeDoesNotCount) {
  MeasuredStepCost cost;
  cost.measured(1, 500);
  cost.measured(1, 10);
  EXPECT_DOUBLE_EQ(cost.of(1), 10);
  EXPECT_GT(cost.of(4), 10);
  EXPECT_LT(cost.of(4), 20);
}

TEST(StepCost, DrawsAStraightLineBetweenWhatWasMeasured) {
  MeasuredStepCost cost;
  for (int i = 0; i < 2; ++i) {
    cost.measured(1, 10);
    cost.measured(5, 30);
  }
  EXPECT_DOUBLE_EQ(cost.of(2), 15);
  EXPECT_DOUBLE_EQ(cost.of(4), 25);
  EXPECT_GT(cost.of(9), 30);
  EXPECT_DOUBLE_EQ(cost.of(1000), cost.of(128));
}

TEST(StepCost, FollowsWhatItMeasuresAndNoOutlier) {
  MeasuredStepCost cost;
  for (int i = 0; i < 5; ++i) cost.measured(1, 10);
  cost.measured(1, 10'000);
  EXPECT_LT(cost.of(1), 13);
  for (int i = 0; i < 50; ++i) cost.measured(1, 20);
  EXPECT_NEAR(cost.of(1), 20, 0.1);
  cost.measured(1'000, 5);  // wider than what is told apart
  cost.measured(1, 0);      // no clock is that fine
  EXPECT_NEAR(cost.of(1), 20, 0.1);
}

}  // namespace
}  // namespace alcove::runtime
