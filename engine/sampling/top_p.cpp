// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

constexpr std::size_t kFirstGuess = 128;  // most distributions have reached 0.95 by then

void check(const SamplingOptions& options) { requireRange("top_p", options.topP, 0.0f, 1.0f); }

bool active(const SamplingOptions& options) { return options.topP < 1.0f; }

// How many of `list`, best first, it takes to reach `mass`; 0 if all of them do not.
std::size_t countToReach(std::span<const Candidate> list, float best, double mass) {
  double sum = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    sum += std::exp(double(list[i].logit - best));
    if (sum >= mass) return i + 1;
  }
  return 0;
}

void apply(Candidates& candidates, const DrawContext& context) {
  const SamplingOptions& options = context.options;
  const float best = candidates.best().logit;
  double total = 0;
  if (!candidates.isWhole()) {
    for (const Candidate& candidate : candidates.list())
      total += std::exp(double(candidate.logit - best));
    const std::size_t count = countToReach(candidates.list(), best, total * double(options.topP));
    if (count > 0) candidates.keepBest(count);
    return;
  }
  for (float logit : candidates.whole()) total += double(std::exp(logit - best));
  // Sorting the vocabulary would cost more than all else together: guess how long the head is,
  // and look further only when the guess was short.
  std::vector<Candidate> head;
  for (std::size_t guess = kFirstGuess; guess < candidates.size(); guess *= 8) {
    Candidates attempt(candidates.whole(), head);
    attempt.keepBest(guess);
    const std::size_t count = countToReach(attempt.list(), best, total * double(options.topP));
    if (count == 0) continue;
    candidates.keepBest(count);
    return;
  }
  candidates.keepBest(candidates.size());
  const std::size_t count = countToReach(candidates.list(), best, total * double(options.topP));
  if (count > 0) candidates.keepBest(count);
}

}  // namespace

const SamplerStep kTopP = {"top_p", SamplerStep::Kind::Filter, check, active, apply};

}  // namespace alcove::sampling
