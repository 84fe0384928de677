// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  requireRange("top_k", options.topK, 0, std::numeric_limits<int>::max());
}

bool active(const SamplingOptions& options) { return options.topK > 0; }

void apply(Candidates& candidates, const DrawContext& context) {
  const SamplingOptions& options = context.options;
  if (std::size_t(options.topK) < candidates.size()) candidates.keepBest(std::size_t(options.topK));
}

}  // namespace

const SamplerStep kTopK = {"top_k", SamplerStep::Kind::Filter, check, active, apply};

}  // namespace alcove::sampling
