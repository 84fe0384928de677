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

}  // namespace alcove::ops
