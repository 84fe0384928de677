// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/token_logprobs.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "sampling/candidates.h"

namespace alcove::sampling {

Distribution::Distribution(std::span<const float> logits, int top)
    : m_logits(logits.begin(), logits.end()) {
  ALCOVE_ASSERT(top >= 0 && top <= kMostTopLogprobs);
  std::vector<Candidate> list;
  Candidates candidates(m_logits, list);
  const float best = candidates.best().logit;
  // Without a number among them there is no distribution; whoever draws will say so.
  if (!std::isfinite(best)) return;
  double total = 0;
  for (const float logit : m_logits) total += std::exp(double(logit - best));
  m_logTotal = double(best) + std::log(total);
  if (top == 0) return;
  candidates.keepBest(std::size_t(top));
  for (const Candidate& candidate : candidates.list())
    m_top.push_back({candidate.id, float(double(candidate.logit) - m_logTotal)});
}

TokenLogprobs Distribution::logprobsOf(std::int32_t id) const {
  ALCOVE_ASSERT(id >= 0 && std::size_t(id) < m_logits.size());
  return {{id, float(double(m_logits[std::size_t(id)]) - m_logTotal)}, m_top};
}

}  // namespace alcove::sampling
