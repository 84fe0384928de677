// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// rms_norm(x [tokens, groups × width], weight [width]) = x / √(mean(x²) + epsilon) · weight, where
// the mean is over each group of `width` values: over the row, or over each head of it.
// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019.
struct RmsNormAttributes {
  float epsilon = 1e-5f;
};
extern const Op kRmsNorm;

// (dy, x, weight) → dx, and the gradient of weight, summed over all groups of all rows.
extern const Op kRmsNormInputGradient;
extern const Op kRmsNormWeightGradient;

}  // namespace alcove::ops
