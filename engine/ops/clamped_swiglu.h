// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// clamped_swiglu(gate, up) = g · sigmoid(alpha · g) · (u + 1), element by element, with
// g = min(gate, limit) and u = up kept within ± limit: the gated unit of gpt-oss.
// Source: OpenAI, "gpt-oss-120b & gpt-oss-20b Model Card", 2025, and its reference code.
struct ClampedSwigluAttributes {
  float alpha = 1.702f;
  float limit = 7;
};
extern const Op kClampedSwiglu;

// (dy, gate, up) → the gradient of gate, and that of up; nothing flows where a value was clamped.
extern const Op kClampedSwigluGateGradient;
extern const Op kClampedSwigluUpGradient;

}  // namespace alcove::ops
