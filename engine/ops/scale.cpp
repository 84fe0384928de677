// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/scale.h"

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const float factor = c.attributes.as<ScaleAttributes>().factor;
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* x = c.inputs[0].row(t);
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i) y[i] = factor * x[i];
  }
}

void gradient(GradientBuilder& g) {
  g.add(0, g.apply(kScale, {g.outputGradient()}, g.attributes()));
}

}  // namespace

const Op kScale = {"scale", 1, 1, inferOutput, reference, gradient};

}  // namespace alcove::ops
