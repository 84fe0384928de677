// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_source.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "sampling/option_range.h"

namespace alcove::runtime {
namespace {

// The tokens that contain one of the texts over which dry sees no repetition.
std::vector<TokenId> breakerTokens(const sampling::SamplingOptions& options,
                                   const tokenizer::Tokenizer& tokenizer) {
  std::vector<TokenId> found;
  if (!(options.dryMultiplier > 0)) return found;
  for (std::size_t i = 0; i < tokenizer.size(); ++i) {
    const std::string_view bytes = tokenizer.bytes(TokenId(i));
    const bool breaks = std::ranges::any_of(options.dryBreakers, [&](const std::string& text) {
      return !text.empty() && bytes.find(text) != bytes.npos;
    });
    if (breaks || tokenizer.isControl(TokenId(i))) found.push_back(TokenId(i));
  }
  return found;
}

}  // namespace

TokenSource::TokenSource(const GenerationRequest& request, const tokenizer::Tokenizer& tokenizer)
    : m_sampler(request.sampling, breakerTokens(request.sampling, tokenizer)),
      m_constraint(request.constraint),
      m_logprobs(request.logprobs) {
  sampling::requireRange("The number of logprobs", m_logprobs, -1, sampling::kMostTopLogprobs);
  for (const sampling::LogitBias& bias : request.sampling.logitBias)
    if (std::size_t(bias.id) >= tokenizer.size())
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("A bias is given to token {}, but the vocabulary has {} tokens.",
                              bias.id, tokenizer.size()));
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
