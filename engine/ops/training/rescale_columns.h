// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// rescale_columns(x [rows, N], magnitude [N], norm [N] [, bias [N]]) = x · magnitude / norm
// (+ bias), column by column: what DoRA makes of an adapted layer's output. The norm is taken as a
// constant (see adapted_norm).
extern const Op kRescaleColumns;
// (dy, x, norm) → the gradient of magnitude [N].
extern const Op kRescaleColumnsMagnitudeGradient;

}  // namespace alcove::ops
