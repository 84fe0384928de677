// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/draft_control.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace alcove::runtime {
namespace {

constexpr double kForget = 0.9;          // what a judgement is worth when the next one comes
constexpr double kClearlyBetter = 1.03;  // less is lost in the noise of the measurements
constexpr double kPatience = 1.5;        // how much longer drafts may make a step for others
constexpr std::uint32_t kTrial = 2;      // tokens of a draft that only tries again
constexpr std::uint32_t kLongestPause = 512;

}  // namespace

double DraftControl::acceptance(DraftKind kind) const {
  return of(kind).right / (of(kind).right + of(kind).wrong);
}

double DraftControl::expected(DraftKind kind, std::uint32_t drafted) const {
  double sum = 0, probability = 1;
  for (std::uint32_t i = 0; i < drafted; ++i) sum += probability *= acceptance(kind);
  return sum;
}

std::uint32_t DraftControl::choose(DraftKind kind, std::uint32_t most, const StepOutlook& step,
                                   const StepCost& cost, double perToken) {
  ALCOVE_ASSERT(most >= 1 && step.columns >= 1);
  const double longest = step.answers > 1 ? kPatience * cost.of(step.answers) : HUGE_VAL;
  const auto milliseconds = [&](std::uint32_t drafted) {
    return cost.of(step.columns + drafted) + step.draftMilliseconds + perToken * drafted;
  };
  std::uint32_t best = 0;
  double bestSpeed = kClearlyBetter * step.tokens / milliseconds(0);
  for (std::uint32_t drafted = 1; drafted <= most; ++drafted) {
    const double speed = (step.tokens + expected(kind, drafted)) / milliseconds(drafted);
    if (speed <= bestSpeed || milliseconds(drafted) > longest) continue;
    best = drafted;
    bestSpeed = speed;
  }
  Record& record = of(kind);
  if (best > 0) {
    record.quiet = 0;
    record.pause = kShortestPause;
  } else if (++record.quiet > record.pause) {
    record.quiet = 0;
    record.pause = std::min(record.pause * 2, kLongestPause);
    best = std::min(most, kTrial);
  }
  return best;
}

void DraftControl::missed(DraftKind kind) {
  Record& record = of(kind);
  record.pause = std::max(record.pause / 2, kShortestPause);  // no trial was made
  record.quiet = record.pause;
}

void DraftControl::judged(DraftKind kind, std::uint32_t drafted, std::uint32_t accepted) {
  ALCOVE_ASSERT(accepted <= drafted);
  Record& record = of(kind);
  record.right = record.right * kForget + accepted;
  record.wrong = record.wrong * kForget + (accepted < drafted ? 1 : 0);
}

}  // namespace alcove::runtime
