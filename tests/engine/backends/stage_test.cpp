// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/stage.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace alcove::backends::cpu {
namespace {

constexpr std::size_t kMega = 1 << 20;

Division division(int threads, int mostParts = 1000) { return {threads, mostParts, 32 * 1024}; }

Step step(Split split, std::int64_t units, std::size_t bytes, bool barrier = false) {
  Step result;
  result.run = [](const StepContext&) {};
  result.split = split;
  result.units = units;
  result.constantBytes = bytes;
  result.barrier = barrier;
  return result;
}

int partsOf(const Step& step, int threads) {
  const std::array<Step, 1> steps = {step};
  return stagesOf(steps, division(threads)).at(0).parts();
}

TEST(Stages, ABarrierBeginsAStage) {
  const std::array<Step, 4> steps = {step(Split::Rows, 1, 0), step(Split::Columns, 8, 0),
                                     step(Split::Own, 1, 0, true), step(Split::Rows, 1, 0, true)};
  const auto stages = stagesOf(steps, division(2));
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].strands.size(), 2u);
  EXPECT_EQ(stages[1].strands.size(), 1u);
}

TEST(Stages, StepsDividedAlikeShareTheirParts) {
  const std::array<Step, 5> steps = {step(Split::Columns, 8, kMega), step(Split::Rows, 8, 0),
                                     step(Split::Columns, 8, kMega),
                                     step(Split::Columns, 16, kMega), step(Split::Own, 8, kMega)};
  EXPECT_EQ(stagesOf(steps, division(2)).at(0).strands.size(), 4u);
}

TEST(Stages, PartsAreAsManyForEveryThread) {
  EXPECT_EQ(partsOf(step(Split::Columns, 100, kMega), 3) % 3, 0);
  EXPECT_EQ(partsOf(step(Split::Columns, 7, kMega), 3), 6);
  EXPECT_EQ(partsOf(step(Split::Columns, 2, kMega), 3), 2);
  EXPECT_EQ(partsOf(step(Split::Columns, 100, kMega), 1), 1);
}

TEST(Stages, LittleWorkIsOnePart) { EXPECT_EQ(partsOf(step(Split::Rows, 100, 1000), 4), 1); }

TEST(Stages, PartsHaveTheirLeastUnits) {
  Step wide = step(Split::Columns, 100, kMega);
  wide.leastUnits = 40;
  EXPECT_EQ(partsOf(wide, 2), 2);
}

TEST(Stages, PartsKeepToTheLimit) {
  const std::array<Step, 2> steps = {step(Split::Columns, 10000, 100 * kMega),
                                     step(Split::Rows, 10000, 100 * kMega)};
  EXPECT_EQ(stagesOf(steps, division(2, 10)).at(0).parts(), 10);
}

TEST(Stages, EveryUnitRunsOnceInTheOrderOfTheSteps) {
  constexpr std::int64_t kUnits = 37;
  std::vector<std::string> seen(2 * kUnits);
  const auto note = [&](char name, std::size_t from) {
    return [&seen, name, from](const StepContext& c) {
      for (std::int64_t i = c.units.begin; i < c.units.end; ++i)
        seen[from + std::size_t(i)] += name;
    };
  };
  std::array<Step, 3> steps = {step(Split::Columns, kUnits, kMega), step(Split::Own, kUnits, kMega),
                               step(Split::Columns, kUnits, kMega)};
  steps[0].run = note('a', 0);
  steps[1].run = note('b', kUnits);
  steps[2].run = note('c', 0);
  const auto stages = stagesOf(steps, division(2));
  const ops::BatchView batch{};
  for (int part = stages.at(0).parts() - 1; part >= 0; --part) stages[0].run(part, batch, nullptr);
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i < kUnits ? "ac" : "b");
}

TEST(Stages, TheBatchMayDecideTheUnits) {
  std::int64_t units = 0;
  std::vector<int> calls(1000, 0);
  std::array<Step, 1> steps = {step(Split::Own, 1, 0)};
  steps[0].unitsOfBatch = [&] { return units; };
  steps[0].run = [&](const StepContext& c) {
    for (std::int64_t i = c.units.begin; i < c.units.end; ++i) ++calls[std::size_t(i)];
  };
  const auto stages = stagesOf(steps, division(2));
  EXPECT_EQ(stages.at(0).parts(), 0);
  units = 3;
  EXPECT_EQ(stages[0].parts(), 3);
  units = 1000;
  EXPECT_LT(stages[0].parts(), 1000);
  const ops::BatchView batch{};
  for (int part = 0; part < stages[0].parts(); ++part) stages[0].run(part, batch, nullptr);
  EXPECT_EQ(calls, std::vector<int>(1000, 1));
}

}  // namespace
}  // namespace alcove::backends::cpu
