// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.h"

#include <alcove/error.h>

#include <cmath>
#include <random>

#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

// Seeds travel as JSON numbers, which many readers hold as doubles: 53 bits survive that.
std::uint64_t freshSeed() {
  std::random_device device;
  const std::uint64_t bits = (std::uint64_t(device()) << 32 | device()) >> 11;
  return bits == 0 ? 1 : bits;
}

// Weights of all candidates, in list order or by id; `visit` gets (id, weight) until it says true.
template <class Visit>
void forEachWeight(const Candidates& candidates, float best, Visit visit) {
  if (candidates.isWhole()) {
    const std::span<const float> logits = candidates.whole();
    for (std::size_t id = 0; id < logits.size(); ++id)
      if (visit(std::int32_t(id), std::exp(double(logits[id] - best)))) return;
  } else {
    for (const Candidate& candidate : candidates.list())
      if (visit(candidate.id, std::exp(double(candidate.logit - best)))) return;
  }
}

}  // namespace

Sampler::Sampler(const SamplingOptions& options) : m_options(options) {
  checkSamplingOptions(options);
  if (m_options.seed == 0) m_options.seed = freshSeed();
}

double Sampler::nextUniform() noexcept {
  std::uint64_t x = m_options.seed + ++m_draws * 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  x ^= x >> 31;
  return double(x >> 11) * 0x1p-53;
}

std::int32_t Sampler::draw(std::span<float> logits, std::span<const std::int32_t> history) {
  Candidates candidates(logits, m_scratch);
  const bool greedy = m_options.temperature == 0.0f;
  for (const SamplerStep* step : samplerChain()) {
    // Filters keep the best candidate, so they cannot change which one it is.
    if (greedy && step != &kPenalties) continue;
    if (step->active(m_options)) step->apply(candidates, m_options, history);
  }
  const Candidate best = candidates.best();
  if (!std::isfinite(best.logit))
    throw Error(ErrorCode::Corrupt,
                "The model computed no usable number for the next token; its weights are damaged.");
  if (greedy) return best.id;

  double total = 0;
  forEachWeight(candidates, best.logit, [&](std::int32_t, double weight) {
    total += weight;
    return false;
  });
  const double point = nextUniform() * total;
  std::int32_t drawn = best.id;
  double sum = 0;
  forEachWeight(candidates, best.logit, [&](std::int32_t id, double weight) {
    sum += weight;
    if (weight > 0) drawn = id;  // rounding may leave the point a hair beyond the last one
    return sum > point;
  });
  return drawn;
}

}  // namespace alcove::sampling
