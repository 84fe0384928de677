// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// silu_mul(gate, up) = gate · sigmoid(gate) · up, element by element: the gated unit of llama's
// MLP. Source: Shazeer, "GLU Variants Improve Transformer", 2020.
extern const Op kSiluMul;

}  // namespace alcove::ops
