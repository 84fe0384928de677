// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace alcove::sampling {

struct TokenLogprob {
  std::int32_t id = -1;
  float logprob = 0;  // natural logarithm
};

// How probable a token was in the model's own distribution: before penalties, bias, filters,
// temperature and constraints, as OpenAI's protocol has it.
struct TokenLogprobs {
  TokenLogprob chosen;
  std::vector<TokenLogprob> top;  // the most probable ones, best first; may lack the chosen one
};

constexpr int kMostTopLogprobs = 20;  // how many alternatives may be asked for

// The distribution that `logits` [vocabulary] stand for, read before a sampler changes them.
class Distribution {
 public:
  // Remembers what a later logprobsOf() needs; `top` is from 0 to kMostTopLogprobs.
  Distribution(std::span<const float> logits, int top);

  [[nodiscard]] TokenLogprobs logprobsOf(std::int32_t id) const;

 private:
  std::vector<float> m_logits;
  std::vector<TokenLogprob> m_top;
  double m_logTotal = 0;
};

}  // namespace alcove::sampling
