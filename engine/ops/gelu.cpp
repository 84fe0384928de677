// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gelu.h"

#include <cmath>
#include <numbers>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  if (inputs.size() > 1) ALCOVE_ASSERT(inputs[0].shape == inputs[1].shape);
  return inputs[0];
}

double share(double x, GeluKind kind) {
  if (kind == GeluKind::Exact) return std::erfc(-x / std::numbers::sqrt2) / 2;
  const double inner = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return 1 / (1 + std::exp(-2 * inner));  // (1 + tanh(inner)) / 2, without cancelling
}

void reference(const ReferenceContext& c) {
  const GeluKind kind = c.attributes.as<GeluAttributes>().kind;
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* x = c.inputs[0].row(t);
    const float* up = c.inputs.size() > 1 ? c.inputs[1].row(t) : nullptr;
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      y[i] = float(double(x[i]) * share(double(x[i]), kind) * (up ? double(up[i]) : 1.0));
  }
}

// d(x · Φ(x)) / dx
double slope(double x, GeluKind kind) {
  const double part = share(x, kind);
  if (kind == GeluKind::Exact)
    return part + x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
  const double inner = std::sqrt(2 / std::numbers::pi) * (1 + 3 * 0.044715 * x * x);
  return part + x * 2 * part * (1 - part) * inner;
}

void backward(const ReferenceContext& c) {
  const GeluKind kind = c.attributes.as<GeluAttributes>().kind;
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t);
    const float* up = c.inputs.size() > 2 ? c.inputs[2].row(t) : nullptr;
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] =
          float(double(dy[i]) * slope(double(x[i]), kind) * (up ? double(up[i]) : 1.0));
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.inputs() == 1) {
    g.add(0, g.apply(kGeluGradient, {dy, g.input(0)}, g.attributes()));
    return;
  }
  if (g.wants(0)) g.add(0, g.apply(kGeluGradient, {dy, g.input(0), g.input(1)}, g.attributes()));
  if (g.wants(1)) g.add(1, g.apply(kGelu, {g.input(0), dy}, g.attributes()));
}

}  // namespace

const Op kGelu = {"gelu", 1, 2, inferOutput, reference, gradient};
const Op kGeluGradient = {"gelu_gradient", 2, 3, inferOutput, backward, nullptr};

}  // namespace alcove::ops
