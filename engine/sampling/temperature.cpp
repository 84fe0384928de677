// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  requireRange("temperature", options.temperature, 0.0f, 100.0f);
}

bool active(const SamplingOptions& options) {
  return options.temperature != 1.0f && options.temperature > 0.0f;
}

// Distances from the best are divided, not the logits themselves: a temperature near zero then
// cannot overflow.
void apply(Candidates& candidates, const DrawContext& context) {
  const SamplingOptions& options = context.options;
  const float best = candidates.best().logit;
  if (candidates.isWhole()) {
    for (float& logit : candidates.whole()) logit = (logit - best) / options.temperature;
  } else {
    for (Candidate& candidate : candidates.list())
      candidate.logit = (candidate.logit - best) / options.temperature;
  }
}

}  // namespace

const SamplerStep kTemperature = {"temperature", SamplerStep::Kind::Temperature, check, active,
                                  apply};

}  // namespace alcove::sampling
