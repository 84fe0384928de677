// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

enum class RouterScoring : std::uint8_t { Softmax, Sigmoid };

// For each token the numbers of the `used` experts with the highest scores, best first and of equal
// ones the lower number, then their weights: the softmax over all scores, or the sigmoid of each;
// divided by their sum if `renormalize`; times `scale`. A score that is no number counts as the
// lowest.
struct MoeRouterArgs {
  const float* scores = nullptr;  // [tokens, experts]
  float* routes = nullptr;        // [tokens, 2 × used]: numbers, then weights
  std::size_t experts = 0;
  std::size_t used = 0;  // ≤ experts
  RouterScoring scoring = RouterScoring::Softmax;
  bool renormalize = true;
  float scale = 1;
  std::size_t tokenBegin = 0;  // tokens to do in this call
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
