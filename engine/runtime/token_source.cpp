// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_source.h"

#include "sampling/option_range.h"

namespace alcove::runtime {

TokenSource::TokenSource(const GenerationRequest& request)
    : m_sampler(request.sampling), m_constraint(request.constraint), m_logprobs(request.logprobs) {
  sampling::requireRange("The number of logprobs", m_logprobs, -1, sampling::kMostTopLogprobs);
}

DrawnToken TokenSource::draw(std::span<float> logits, std::span<const TokenId> history) {
  std::optional<sampling::Distribution> distribution;
  if (m_logprobs >= 0) distribution.emplace(logits, m_logprobs);
  if (m_constraint) m_constraint->mask(logits);
  DrawnToken drawn;
  drawn.id = m_sampler.draw(logits, history);
  if (m_constraint) {
    m_constraint->accept(drawn.id);
    drawn.endsAnswer = m_constraint->finished();
  }
  if (distribution) drawn.logprobs = distribution->logprobsOf(drawn.id);
  return drawn;
}

}  // namespace alcove::runtime
