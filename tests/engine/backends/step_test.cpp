// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/step.h"

#include <gtest/gtest.h>

namespace alcove::backends::cpu {
namespace {

Step step(Split split, std::int64_t units, std::vector<Access> accesses) {
  return {[](const StepContext&) {}, split, units, std::move(accesses)};
}

TEST(PlaceBarriers, SameDivisionOfSameBytesNeedsNoWait) {
  std::vector<Step> steps = {step(Split::Columns, 8, {{0, 64, true}}),
                             step(Split::Columns, 8, {{0, 64, false}, {64, 128, true}})};
  placeBarriers(steps);
  EXPECT_FALSE(steps[1].barrier);
}

TEST(PlaceBarriers, WhatEveryThreadReadsWaitsForAllWriters) {
  std::vector<Step> steps = {step(Split::Columns, 8, {{0, 64, true}}),
                             step(Split::Columns, 8, {{0, 64, false, true}, {64, 128, true}})};
  placeBarriers(steps);
  EXPECT_TRUE(steps[1].barrier);
}

TEST(PlaceBarriers, AnotherDivisionWaits) {
  std::vector<Step> steps = {step(Split::Columns, 8, {{0, 64, true}}),
                             step(Split::Rows, 8, {{0, 64, false}})};
  placeBarriers(steps);
  EXPECT_TRUE(steps[1].barrier);
}

TEST(PlaceBarriers, ReusedMemoryWaitsForItsReaders) {
  std::vector<Step> steps = {step(Split::Own, 0, {{0, 64, false}, {64, 128, true}}),
                             step(Split::Own, 0, {{0, 32, true}})};
  placeBarriers(steps);
  EXPECT_TRUE(steps[1].barrier);
}

TEST(PlaceBarriers, OneWaitCoversEverythingBefore) {
  std::vector<Step> steps = {
      step(Split::Own, 0, {{0, 64, true}}), step(Split::Own, 0, {{0, 64, false}}),
      step(Split::Own, 0, {{0, 64, false}}), step(Split::Own, 0, {{64, 128, true}})};
  placeBarriers(steps);
  EXPECT_TRUE(steps[1].barrier);
  EXPECT_FALSE(steps[2].barrier) << "nobody has written since";
  EXPECT_FALSE(steps[3].barrier);
}

}  // namespace
}  // namespace alcove::backends::cpu
