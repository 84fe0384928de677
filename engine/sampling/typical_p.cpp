// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  requireRange("typical_p", options.typicalP, 0.0f, 1.0f);
}

bool active(const SamplingOptions& options) { return options.typicalP < 1.0f; }

// Locally typical sampling (Meister et al. 2022): those whose surprise is nearest to the expected
// one, until they reach the mass.
void apply(Candidates& candidates, const DrawContext& context) {
  const float best = candidates.best().logit;
  if (!std::isfinite(best)) return;
  double total = 0, weighted = 0;  // of exp(x) and x × exp(x), x being the distance from the best
  candidates.forEach([&](Candidate candidate) {
    const double x = double(candidate.logit) - best;
    const double weight = std::exp(x);
    total += weight;
    if (weight > 0) weighted += x * weight;
    return true;
  });
  const double entropy = std::log(total) - weighted / total;
  struct Ranked {
    Candidate candidate;
    double distance;
    double probability;
  };
  std::vector<Ranked> ranked;
  candidates.forEach([&](Candidate candidate) {
    const double logProbability = double(candidate.logit) - best - std::log(total);
    const double probability = std::exp(logProbability);
    if (probability > 0)
      ranked.push_back({candidate, std::abs(-logProbability - entropy), probability});
    return true;
  });
  std::ranges::sort(ranked, [](const Ranked& a, const Ranked& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.candidate.id < b.candidate.id;
  });
  std::vector<Candidate> kept;
  double mass = 0;
  for (const Ranked& next : ranked) {
    kept.push_back(next.candidate);
    mass += next.probability;
    if (mass >= double(context.options.typicalP)) break;
  }
  candidates.keep(std::move(kept));
}

}  // namespace

const SamplerStep kTypicalP = {"typical_p", SamplerStep::Kind::Filter, check, active, apply};

}  // namespace alcove::sampling
