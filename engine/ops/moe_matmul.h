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

}  // namespace alcove::ops
