// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamped_swiglu.h"

#include <algorithm>
#include <cmath>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape == inputs[1].shape);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampedSwigluAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    for (std::int64_t i = 0; i < c.output.columns(); ++i) {
      const double gate = std::min(c.inputs[0].row(t)[i], a.limit);
      const double up = std::clamp(c.inputs[1].row(t)[i], -a.limit, a.limit);
      c.output.row(t)[i] = float(gate / (1.0 + std::exp(-double(a.alpha) * gate)) * (up + 1.0));
    }
  }
}

template <bool ofGate>
void backward(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampedSwigluAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *gates = c.inputs[1].row(t), *ups = c.inputs[2].row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i) {
      const double gate = std::min(gates[i], a.limit);
      const double up = std::clamp(ups[i], -a.limit, a.limit);
      const double sigmoid = 1.0 / (1.0 + std::exp(-double(a.alpha) * gate));
      double slope = gate * sigmoid;
      if (ofGate) slope = (up + 1) * sigmoid * (1 + double(a.alpha) * gate * (1 - sigmoid));
      const bool clamped = ofGate ? gates[i] > a.limit : std::abs(ups[i]) > a.limit;
      c.output.row(t)[i] = clamped ? 0.0f : float(double(dy[i]) * slope);
    }
  }
}

void gradient(GradientBuilder& g) {
  const Op* const parts[] = {&kClampedSwigluGateGradient, &kClampedSwigluUpGradient};
  for (int i = 0; i < 2; ++i)
    if (g.wants(i))
      g.add(i, g.apply(*parts[i], {g.outputGradient(), g.input(0), g.input(1)}, g.attributes()));
}

}  // namespace

const Op kClampedSwiglu = {"clamped_swiglu", 2, 2, inferOutput, reference, gradient};
const Op kClampedSwigluGateGradient = {
    "clamped_swiglu_gate_gradient", 3, 3, inferOutput, backward<true>, nullptr};
const Op kClampedSwigluUpGradient = {
    "clamped_swiglu_up_gradient", 3, 3, inferOutput, backward<false>, nullptr};

}  // namespace alcove::ops
