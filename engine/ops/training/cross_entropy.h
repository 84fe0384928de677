// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// cross_entropy(x [outputs, width], weight [vocabulary, width] [, bias [vocabulary]]) =
// [outputs, 2]: for each output the loss −log p(target) in natural units, where p is the softmax of
// the logits x · weightᵀ (+ bias) and the target is that of BatchView::targets, and beside it the
// logarithm of the softmax's sum. With `softCap` > 0 logits become softCap · tanh(logit / softCap).
// No row of logits is ever held: rows of the weight, of any block type, are decoded one after the
// other and meet all outputs. Source: Milakov and Gimelshein, "Online normalizer calculation for
// softmax", 2018.
struct CrossEntropyAttributes {
  float softCap = 0;
  bool hasBias = false;
};
extern const Op kCrossEntropy;
// (dy, y, x, weight [, bias]) → the gradients of x, weight and bias. Logits are computed again.
extern const Op kCrossEntropyInputGradient;
extern const Op kCrossEntropyWeightGradient;
extern const Op kCrossEntropyBiasGradient;

}  // namespace alcove::ops
