// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/silu_mul.h"

#include <cmath>

#include "ops/gradient_builder.h"

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

void backward(const ReferenceContext& c) {
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *gate = c.inputs[1].row(t), *up = c.inputs[2].row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i) {
      const double sigmoid = 1.0 / (1.0 + std::exp(-double(gate[i])));
      const double slope = sigmoid * (1 + double(gate[i]) * (1 - sigmoid));
      c.output.row(t)[i] = float(double(dy[i]) * double(up[i]) * slope);
    }
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.wants(0)) g.add(0, g.apply(kSiluMulGradient, {dy, g.input(0), g.input(1)}));
  if (g.wants(1)) g.add(1, g.apply(kSiluMul, {g.input(0), dy}));
}

}  // namespace

const Op kSiluMul = {"silu_mul", 2, 2, inferOutput, reference, gradient};
const Op kSiluMulGradient = {"silu_mul_gradient", 3, 3, inferOutput, backward, nullptr};

}  // namespace alcove::ops
