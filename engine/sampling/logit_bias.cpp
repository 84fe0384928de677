// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "base/assert.h"
#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  for (const LogitBias& bias : options.logitBias) {
    requireRange("The bias of a token", bias.bias, -100.0f, 100.0f);
    requireRange("The token of a bias", bias.id, 0, INT32_MAX);
  }
}

bool active(const SamplingOptions& options) { return !options.logitBias.empty(); }

void apply(Candidates& candidates, const DrawContext& context) {
  ALCOVE_ASSERT(candidates.isWhole());
  const std::span<float> logits = candidates.whole();
  for (const LogitBias& bias : context.options.logitBias)
    if (std::size_t(bias.id) < logits.size()) logits[std::size_t(bias.id)] += bias.bias;
}

}  // namespace

const SamplerStep kLogitBias = {"logit_bias", SamplerStep::Kind::Shape, check, active, apply};

}  // namespace alcove::sampling
