// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sampling/candidates.h"
#include "sampling/sampler_step.h"
#include "sampling/sampling_options.h"

namespace alcove::sampling {

// Draws the tokens of one answer. Not thread-safe; one per request. A copy goes its own way from
// where it was made.
//
// The random numbers of a draw (RandomStream) depend only on the seed and on how many were used
// before: one for each draw, at which the cumulative distribution is read, and one more before it
// where xtc is on. So one seed gives one answer, whatever else runs beside it.
class Sampler {
 public:
  // Seed 0 draws one from the system. `breakers`: tokens over which dry sees no repetition. Throws
  // Error InvalidArgument or Unsupported (checkSamplingOptions()).
  explicit Sampler(const SamplingOptions& options, std::vector<std::int32_t> breakers = {});

  // Draws from `logits` [vocabulary], which are changed. Temperature 0 gives the best candidate
  // and uses no random number. Throws Error Corrupt if no logit is a number.
  [[nodiscard]] std::int32_t draw(std::span<float> logits, std::span<const std::int32_t> history);

  // The seed in use; never 0.
  [[nodiscard]] std::uint64_t seed() const noexcept { return m_options.seed; }

 private:
  SamplingOptions m_options;
  SamplerState m_state;
  std::vector<Candidate> m_scratch;
};

}  // namespace alcove::sampling
