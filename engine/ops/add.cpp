// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/add.h"

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape == inputs[1].shape);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  for (std::int64_t r = 0; r < c.output.rows(); ++r) {
    const float* a = c.inputs[0].row(r);
    const float* b = c.inputs[1].row(r);
    float* y = c.output.row(r);
    for (std::int64_t i = 0; i < c.output.columns(); ++i) y[i] = a[i] + b[i];
  }
}

void gradient(GradientBuilder& g) {
  g.add(0, g.outputGradient());
  g.add(1, g.outputGradient());
}

}  // namespace

const Op kAdd = {"add", 2, 2, inferOutput, reference, gradient};

}  // namespace alcove::ops
