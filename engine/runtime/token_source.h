// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "runtime/engine.h"
#include "sampling/sampler.h"

namespace alcove::runtime {

struct DrawnToken {
  TokenId id = -1;
  std::optional<sampling::TokenLogprobs> logprobs;  // if the request asks for them
  bool endsAnswer = false;                          // nothing may follow it
};

// Where the tokens of one answer come from: the constraint forbids, the sampler draws, and the
// model's own distribution is kept for those who ask. Not thread-safe; one per request.
class TokenSource {
 public:
  // Throws Error InvalidArgument or Unsupported (sampling options, number of logprobs, a bias of a
  // token that is not there).
  TokenSource(const GenerationRequest& request, const tokenizer::Tokenizer& tokenizer);

  // The token after `history`, which is prompt and answer so far. `logits` [vocabulary] are
  // changed. Throws what Constraint and Sampler throw.
  [[nodiscard]] DrawnToken draw(std::span<float> logits, std::span<const TokenId> history);

  [[nodiscard]] std::uint64_t seed() const noexcept { return m_sampler.seed(); }
  [[nodiscard]] const std::shared_ptr<sampling::Constraint>& constraint() const noexcept {
    return m_constraint;
  }

 private:
  sampling::Sampler m_sampler;
  std::shared_ptr<sampling::Constraint> m_constraint;
  int m_logprobs;
};

}  // namespace alcove::runtime
