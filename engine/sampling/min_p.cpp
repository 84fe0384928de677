// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) { requireRange("min_p", options.minP, 0.0f, 1.0f); }

bool active(const SamplingOptions& options) { return options.minP > 0.0f; }

// A share of the best token's probability is a distance from its logit: no softmax is needed.
void apply(Candidates& candidates, const DrawContext& context) {
  const SamplingOptions& options = context.options;
  candidates.keepAtLeast(candidates.best().logit + std::log(options.minP));
}

}  // namespace

const SamplerStep kMinP = {"min_p", SamplerStep::Kind::Filter, check, active, apply};

}  // namespace alcove::sampling
