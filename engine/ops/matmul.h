// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// matmul(x [tokens, K], weight [N, K] [, bias [N]] ) = x · weightᵀ (+ bias), [tokens, N].
// The weight may have any block type; x and bias are F32.
struct MatmulAttributes {
  bool hasBias = false;
};
extern const Op kMatmul;

// The inputs of a matmul under their names; null where there is none.
struct MatmulInputs {
  const TensorView* x;
  const TensorView* weight;
  const TensorView* bias;
};
[[nodiscard]] MatmulInputs matmulInputs(std::span<const TensorView> inputs,
                                        const MatmulAttributes& attributes);

// (dy [tokens, N], weight [N, K]) → dx = dy · weight [tokens, K]. The weight may have any block
// type; its rows are decoded one by one.
extern const Op kMatmulInputGradient;
// (dy [tokens, N], x [tokens, K]) → the gradient of weight, dyᵀ · x [N, K]. That of the bias is
// sum_rows(dy).
extern const Op kMatmulWeightGradient;

}  // namespace alcove::ops
