// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// soft_cap(x) = cap · tanh(x / cap), element by element, F32: logits that stay within ± cap.
// Source: Gemma Team, "Gemma 2", 2024.
struct SoftCapAttributes {
  float cap = 1;
};
extern const Op kSoftCap;

// (dy, y) → dx = dy · (1 − (y / cap)²), from what the op gave.
extern const Op kSoftCapGradient;

}  // namespace alcove::ops
