// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/silu_mul.h"

#include <cmath>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape == inputs[1].shape);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* gate = c.inputs[0].row(t);
    const float* up = c.inputs[1].row(t);
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      y[i] = float(double(gate[i]) / (1.0 + std::exp(-double(gate[i]))) * double(up[i]));
  }
}

}  // namespace

const Op kSiluMul = {"silu_mul", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
