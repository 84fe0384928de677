// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/sigmoid_mul.h"

#include <cmath>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[1].shape.columns() == 1 && inputs[1].shape.rows() == inputs[0].shape.rows());
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const double factor = 1.0 / (1.0 + std::exp(-double(c.inputs[1].row(t)[0])));
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] = float(double(c.inputs[0].row(t)[i]) * factor);
  }
}

TensorDesc inferGate(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[2];
}

void backward(const ReferenceContext& c) {
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t);
    const double factor = 1.0 / (1.0 + std::exp(-double(c.inputs[2].row(t)[0])));
    double sum = 0;
    for (std::int64_t i = 0; i < c.inputs[1].columns(); ++i) sum += double(dy[i]) * double(x[i]);
    c.output.row(t)[0] = float(sum * factor * (1 - factor));
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.wants(0)) g.add(0, g.apply(kSigmoidMul, {dy, g.input(1)}));
  if (g.wants(1)) g.add(1, g.apply(kSigmoidMulGradient, {dy, g.input(0), g.input(1)}));
}

}  // namespace

const Op kSigmoidMul = {"sigmoid_mul", 2, 2, inferOutput, reference, gradient};
const Op kSigmoidMulGradient = {"sigmoid_mul_gradient", 3, 3, inferGate, backward, nullptr};

}  // namespace alcove::ops
