// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  requireRange("xtc_probability", options.xtcProbability, 0.0f, 1.0f);
  requireRange("xtc_threshold", options.xtcThreshold, 0.0f, 1.0f);
}

// Two tokens cannot both have more than half.
bool active(const SamplingOptions& options) {
  return options.xtcProbability > 0.0f && options.xtcThreshold <= 0.5f;
}

// Of all candidates that reach the threshold only the least probable stays. The random number is
// taken whether or not anything follows from it, so that one draw always uses as many.
void apply(Candidates& candidates, const DrawContext& context) {
  const bool wanted = context.state.random.next() < double(context.options.xtcProbability);
  const float best = candidates.best().logit;
  if (!wanted || !std::isfinite(best)) return;
  double total = 0;
  candidates.forEach([&](Candidate candidate) {
    total += std::exp(double(candidate.logit - best));
    return true;
  });
  const auto reaches = [&](Candidate candidate) {
    return std::exp(double(candidate.logit - best)) >= total * double(context.options.xtcThreshold);
  };
  std::size_t count = 0;
  Candidate last{-1, 0};
  candidates.forEach([&](Candidate candidate) {
    if (!reaches(candidate)) return true;
    const bool below = last.id < 0 || candidate.logit <= last.logit;
    if (below) last = candidate;
    ++count;
    return true;
  });
  if (count < 2) return;
  std::vector<Candidate> kept{last};
  candidates.forEach([&](Candidate candidate) {
    if (!reaches(candidate)) kept.push_back(candidate);
    return true;
  });
  candidates.keep(std::move(kept));
}

}  // namespace

const SamplerStep kXtc = {"xtc", SamplerStep::Kind::Filter, check, active, apply};

}  // namespace alcove::sampling
