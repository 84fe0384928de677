// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "base/assert.h"
#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  requireRange("repetition_penalty", options.repetitionPenalty, 0.01f, 100.0f);
  requireRange("frequency_penalty", options.frequencyPenalty, -100.0f, 100.0f);
  requireRange("presence_penalty", options.presencePenalty, -100.0f, 100.0f);
  requireRange("penalty_window", options.penaltyWindow, -1, std::numeric_limits<int>::max());
}

bool active(const SamplingOptions& options) {
  return options.penaltyWindow != 0 &&
         (options.repetitionPenalty != 1.0f || options.frequencyPenalty != 0.0f ||
          options.presencePenalty != 0.0f);
}

void apply(Candidates& candidates, const DrawContext& context) {
  const SamplingOptions& options = context.options;
  std::span<const std::int32_t> history = context.history;
  ALCOVE_ASSERT(candidates.isWhole());
  if (options.penaltyWindow > 0)
    history = history.last(std::min(history.size(), std::size_t(options.penaltyWindow)));
  std::unordered_map<std::int32_t, int> occurrences;
  for (std::int32_t id : history) ++occurrences[id];
  const std::span<float> logits = candidates.whole();
  for (const auto& [id, count] : occurrences) {
    if (id < 0 || std::size_t(id) >= logits.size()) continue;
    float& logit = logits[std::size_t(id)];
    logit = logit > 0 ? logit / options.repetitionPenalty : logit * options.repetitionPenalty;
    logit -= float(count) * options.frequencyPenalty + options.presencePenalty;
  }
}

}  // namespace

const SamplerStep kPenalties = {"penalties", SamplerStep::Kind::Shape, check, active, apply};

}  // namespace alcove::sampling
