// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// gelu(x [, up]) = x · Φ(x) (· up), element by element; F32 of one shape. With a second input it is
// the gated unit of Gemma's MLP. Φ is the normal distribution's, exactly or as training code often
// approximates it: (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2.
// Sources: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; Shazeer, "GLU Variants
// Improve Transformer", 2020.
enum class GeluKind : std::uint8_t { Exact, Tanh };
struct GeluAttributes {
  GeluKind kind = GeluKind::Exact;
};
extern const Op kGelu;

// (dy, x [, up]) → dx. That of up is gelu(x, dy).
extern const Op kGeluGradient;

}  // namespace alcove::ops
