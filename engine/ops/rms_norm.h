// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// rms_norm(x [tokens, width], weight [width]) = x / √(mean(x²) + epsilon) · weight, row by row.
// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019.
struct RmsNormAttributes {
  float epsilon = 1e-5f;
};
extern const Op kRmsNorm;

}  // namespace alcove::ops
