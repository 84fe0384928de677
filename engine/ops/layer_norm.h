// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// layer_norm(x [tokens, width], weight [width] [, bias [width]]) =
// (x - mean(x)) / √(variance(x) + epsilon) · weight (+ bias), row by row; all F32.
// Source: Ba, Kiros and Hinton, "Layer Normalization", 2016.
struct LayerNormAttributes {
  float epsilon = 1e-5f;
};
extern const Op kLayerNorm;

// (dy, x, weight) → dx, and the gradient of weight. That of the bias is sum_rows(dy).
extern const Op kLayerNormInputGradient;
extern const Op kLayerNormWeightGradient;

}  // namespace alcove::ops
