// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// silu_mul(gate, up) = gate · sigmoid(gate) · up, element by element: the gated unit of llama's
// MLP. Source: Shazeer, "GLU Variants Improve Transformer", 2020.
extern const Op kSiluMul;

// (dy, gate, up) → the gradient of gate. That of up is silu_mul(gate, dy).
extern const Op kSiluMulGradient;

}  // namespace alcove::ops
