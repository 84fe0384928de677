// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "sampling/candidates.h"
#include "sampling/sampling_options.h"

namespace alcove::sampling {

// One way to change or narrow the candidates: a file of its own and a row in sampler_chain.cpp.
struct SamplerStep {
  const char* name;
  // Throws Error InvalidArgument if the step's own options make no sense.
  void (*check)(const SamplingOptions& options);
  // False if the options turn the step off.
  bool (*active)(const SamplingOptions& options);
  // `history` is every token of the request so far, prompt and answer, oldest first.
  void (*apply)(Candidates& candidates, const SamplingOptions& options,
                std::span<const std::int32_t> history);
};

extern const SamplerStep kPenalties, kTopK, kTopP, kMinP, kTemperature;

// All steps in the order in which they run: penalties, then the filters that judge the model's own
// distribution, then temperature, so that a high temperature mixes only what the filters let pass.
[[nodiscard]] std::span<const SamplerStep* const> samplerChain();

// Throws Error InvalidArgument, naming option and value, if a number is out of its range.
void checkSamplingOptions(const SamplingOptions& options);

}  // namespace alcove::sampling
