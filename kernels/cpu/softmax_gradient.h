// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// A softmax whose scores come by in parts: Σ exp(score - largest) over those seen until now.
struct SoftmaxSum {
  float largest = -__builtin_inff();
  double sum = 0;
};

struct SoftmaxSumArgs {
  const float* scores = nullptr;
  std::size_t count = 0;
  SoftmaxSum* state = nullptr;  // goes on from here
};

// scores[i] = factor × exp(scores[i] - logSum): shares of the softmax, weighted.
struct SoftmaxShareArgs {
  float* scores = nullptr;
  std::size_t count = 0;
  float logSum = 0;
  float factor = 1;
};

// One row of attention, forward again and back. On entry `scores` are products of a query with
// keys, and `flows` the gradients of its shares p (dp); on return `scores` are the shares
// p = softmax(scale × scores), and `flows` the gradients of the products, p (dp - Σ p dp) × slope.
// With `softCap` > 0 scores are capped as softCap × tanh(score / softCap) before the softmax.
struct AttentionFlowArgs {
  float* scores = nullptr;
  float* flows = nullptr;
  std::size_t count = 0;
  float scale = 1;
  float softCap = 0;
  const float* sink = nullptr;  // one more score, neither scaled nor capped; null: none
  float* sinkFlow = nullptr;    // the gradient of the sink; written if there is one
};

}  // namespace alcove::kernels::cpu
