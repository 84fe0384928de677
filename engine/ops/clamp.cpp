// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include <algorithm>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<ClampAttributes>();
  ALCOVE_ASSERT(a.low <= a.high);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t)
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] = std::clamp(c.inputs[0].row(t)[i], a.low, a.high);
}

void backward(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] = x[i] >= a.low && x[i] <= a.high ? dy[i] : 0.0f;
  }
}

void gradient(GradientBuilder& g) {
  g.add(0, g.apply(kClampGradient, {g.outputGradient(), g.input(0)}, g.attributes()));
}

}  // namespace

const Op kClamp = {"clamp", 1, 1, inferOutput, reference, gradient};
const Op kClampGradient = {"clamp_gradient", 2, 2, inferOutput, backward, nullptr};

}  // namespace alcove::ops
