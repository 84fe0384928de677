// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.h"

#include <alcove/error.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

// Seeds travel as JSON numbers, which many readers hold as doubles: 53 bits survive that.
std::uint64_t freshSeed() {
  std::random_device device;
  const std::uint64_t bits = (std::uint64_t(device()) << 32 | device()) >> 11;
  return bits == 0 ? 1 : bits;
}

SamplingOptions withSeed(SamplingOptions options) {
  checkSamplingOptions(options);
  if (options.seed == 0) options.seed = freshSeed();
  return options;
}

bool runs(const SamplerStep& step, const SamplingOptions& options) {
  if (!step.active(options)) return false;
  if (step.kind == SamplerStep::Kind::Shape) return true;
  if (options.temperature == 0.0f) return false;
  return step.kind == SamplerStep::Kind::Temperature || options.mirostat == 0;
}

}  // namespace

Sampler::Sampler(const SamplingOptions& options, std::vector<std::int32_t> breakers)
    : m_options(withSeed(options)), m_state(m_options.seed) {
  m_state.breakers = std::move(breakers);
  std::ranges::sort(m_state.breakers);
}

std::int32_t Sampler::draw(std::span<float> logits, std::span<const std::int32_t> history) {
  Candidates candidates(logits, m_scratch);
  const DrawContext context{m_options, history, m_state};
  for (const SamplerStep* step : samplerChain())
    if (runs(*step, m_options)) step->apply(candidates, context);
  const Candidate best = candidates.best();
  if (!std::isfinite(best.logit))
    throw Error(ErrorCode::Corrupt,
                "The model computed no usable number for the next token; its weights are damaged.");
  if (m_options.temperature == 0.0f) return best.id;

  double total = 0;
  candidates.forEach([&](Candidate candidate) {
    total += std::exp(double(candidate.logit - best.logit));
    return true;
  });
  const double point = m_state.random.next() * total;
  Candidate drawn = best;
  double sum = 0;
  candidates.forEach([&](Candidate candidate) {
    const double weight = std::exp(double(candidate.logit - best.logit));
    sum += weight;
    if (weight > 0) drawn = candidate;  // rounding may leave the point a hair beyond the last one
    return sum <= point;
  });
  for (const SamplerStep* step : samplerChain())
    if (step->drawn != nullptr && runs(*step, m_options)) step->drawn(drawn, context);
  return drawn.id;
}

}  // namespace alcove::sampling
