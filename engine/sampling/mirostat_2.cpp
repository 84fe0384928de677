// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <algorithm>
#include <cmath>

#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

void check(const SamplingOptions& options) {
  if (options.mirostat != 0 && options.mirostat != 2)
    throw Error(ErrorCode::Unsupported, "mirostat must be 0 or 2; other versions are not there.");
  requireRange("mirostat_tau", options.mirostatTau, 0.0f, 100.0f);
  requireRange("mirostat_eta", options.mirostatEta, 0.0f, 1.0f);
}

bool active(const SamplingOptions& options) { return options.mirostat == 2; }

// Mirostat 2 (Basu et al. 2021): tokens that are more surprising than a bound are left out, and the
// bound moves so that the surprise of what is drawn comes to tau. Surprise is measured before they
// are left out.
void apply(Candidates& candidates, const DrawContext& context) {
  SamplerState& state = context.state;
  if (state.maxSurprise < 0) state.maxSurprise = 2 * double(context.options.mirostatTau);
  const float best = candidates.best().logit;
  if (!std::isfinite(best)) return;
  double total = 0;
  candidates.forEach([&](Candidate candidate) {
    total += std::exp(double(candidate.logit - best));
    return true;
  });
  state.logTotal = double(best) + std::log(total);
  candidates.keepAtLeast(float(state.logTotal - state.maxSurprise * std::log(2.0)));
}

void drawn(Candidate candidate, const DrawContext& context) {
  SamplerState& state = context.state;
  const double surprise = (state.logTotal - double(candidate.logit)) / std::log(2.0);
  state.maxSurprise -=
      double(context.options.mirostatEta) * (surprise - double(context.options.mirostatTau));
  // A bound below zero lets the best one pass and nothing else, as zero does.
  state.maxSurprise = std::max(state.maxSurprise, 0.0);
}

}  // namespace

const SamplerStep kMirostat2 = {"mirostat_2", SamplerStep::Kind::Temperature, check, active, apply,
                                drawn};

}  // namespace alcove::sampling
