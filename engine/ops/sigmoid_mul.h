// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// sigmoid_mul(x [tokens, width], gate [tokens, 1]) = x · sigmoid(gate), one gate for each row: how
// a shared expert's share is decided. Source: Qwen Team, "Qwen1.5-MoE", 2024.
extern const Op kSigmoidMul;

// (dy, x, gate) → the gradient of gate [tokens, 1]. That of x is sigmoid_mul(dy, gate).
extern const Op kSigmoidMulGradient;

}  // namespace alcove::ops
