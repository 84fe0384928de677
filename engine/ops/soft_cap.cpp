// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/soft_cap.h"

#include <cmath>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  ALCOVE_ASSERT(attributes.as<SoftCapAttributes>().cap > 0);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const double cap = double(c.attributes.as<SoftCapAttributes>().cap);
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* x = c.inputs[0].row(t);
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      y[i] = float(cap * std::tanh(double(x[i]) / cap));
  }
}

void backward(const ReferenceContext& c) {
  const double cap = double(c.attributes.as<SoftCapAttributes>().cap);
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *y = c.inputs[1].row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i) {
      const double share = double(y[i]) / cap;
      c.output.row(t)[i] = float(double(dy[i]) * (1 - share * share));
    }
  }
}

void gradient(GradientBuilder& g) {
  g.add(0, g.apply(kSoftCapGradient, {g.outputGradient(), g.output()}, g.attributes()));
}

}  // namespace

const Op kSoftCap = {"soft_cap", 1, 1, inferOutput, reference, gradient};
const Op kSoftCapGradient = {"soft_cap_gradient", 2, 2, inferOutput, backward, nullptr};

}  // namespace alcove::ops
