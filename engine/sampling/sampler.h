// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sampling/candidates.h"
#include "sampling/sampling_options.h"

namespace alcove::sampling {

// Draws the tokens of one answer. Not thread-safe; one per request.
//
// The random number of a draw depends only on the seed and on how many draws came before it:
// number n is SplitMix64's output for the state seed + (n + 1) × 0x9e3779b97f4a7c15, of which the
// upper 53 bits, divided by 2^53, give the point in [0, 1) at which the cumulative distribution is
// read. So one seed gives one answer, whatever else runs beside it.
class Sampler {
 public:
  // Seed 0 draws one from the system. Throws Error InvalidArgument (checkSamplingOptions()).
  explicit Sampler(const SamplingOptions& options);

  // Draws from `logits` [vocabulary], which are changed. Temperature 0 gives the best candidate
  // and uses no random number. Throws Error Corrupt if no logit is a number.
  [[nodiscard]] std::int32_t draw(std::span<float> logits, std::span<const std::int32_t> history);

  // The seed in use; never 0.
  [[nodiscard]] std::uint64_t seed() const noexcept { return m_options.seed; }

 private:
  [[nodiscard]] double nextUniform() noexcept;

  SamplingOptions m_options;
  std::uint64_t m_draws = 0;
  std::vector<Candidate> m_scratch;
};

}  // namespace alcove::sampling
