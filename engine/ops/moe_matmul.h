// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// moe_matmul(x, weight [experts, N, K], routes [tokens, 2 × used] [, bias [experts, N]]) =
// [tokens × used, N]. Row t × used + i is the product of token t with the weight (and bias) of the
// expert that it uses in place i of its routes. x is [tokens, K], the same for all experts of a
// token, or [tokens × used, K], one row for each. The weight may have any block type.
struct MoeMatmulAttributes {
  bool hasBias = false;
};
extern const Op kMoeMatmul;

// The inputs of a moe_matmul under their names; no bias: null.
struct MoeMatmulInputs {
  const TensorView* x;
  const TensorView* weight;
  const TensorView* routes;
  const TensorView* bias;
};
[[nodiscard]] MoeMatmulInputs moeMatmulInputs(std::span<const TensorView> inputs,
                                              const MoeMatmulAttributes& attributes);

// What the gradients of a moe_matmul need to know of its inputs' shapes.
struct MoeMatmulGradientAttributes {
  std::int64_t experts = 0;
  bool shared = false;  // x is the same for all experts of a token
};
// (dy [tokens × used, N], weight, routes) → dx, summed over a token's experts where they shared it.
extern const Op kMoeMatmulInputGradient;
// (dy, x, routes) → the gradient of weight [experts, N, K]; (dy, routes) → that of bias.
extern const Op kMoeMatmulWeightGradient;
extern const Op kMoeMatmulBiasGradient;

}  // namespace alcove::ops
