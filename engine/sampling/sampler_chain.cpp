// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler_step.h"

namespace alcove::sampling {

std::span<const SamplerStep* const> samplerChain() {
  static constexpr const SamplerStep* kChain[] = {&kLogitBias,   &kPenalties, &kDry,  &kTopK,
                                                  &kTypicalP,    &kTopP,      &kMinP, &kXtc,
                                                  &kTemperature, &kMirostat2};
  return kChain;
}

void checkSamplingOptions(const SamplingOptions& options) {
  for (const SamplerStep* step : samplerChain()) step->check(options);
}

}  // namespace alcove::sampling
