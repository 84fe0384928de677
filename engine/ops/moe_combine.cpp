// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_combine.h"

#include "ops/gradient_builder.h"
#include "ops/moe_router.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  const Shape &x = inputs[0].shape, &routes = inputs[1].shape;
  ALCOVE_ASSERT(routes.columns() % 2 == 0 && x.rows() == routes.rows() * (routes.columns() / 2));
  return {&quant::kF32, {routes.rows(), x.columns()}};
}

void reference(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[1]);
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    for (std::int64_t n = 0; n < c.output.columns(); ++n) {
      double sum = 0;
      for (std::int64_t i = 0; i < routes.used(); ++i)
        sum += double(routes.weight(t, i)) * double(c.inputs[0].row(t * routes.used() + i)[n]);
      c.output.row(t)[n] = float(sum);
    }
  }
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  const Shape &dy = inputs[0].shape, &routes = inputs[1].shape;
  return {&quant::kF32, {routes.rows() * (routes.columns() / 2), dy.columns()}};
}

void backwardInput(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[1]);
  for (std::int64_t t = 0; t < routes.tokens(); ++t)
    for (std::int64_t i = 0; i < routes.used(); ++i)
      for (std::int64_t n = 0; n < c.output.columns(); ++n)
        c.output.row(t * routes.used() + i)[n] = routes.weight(t, i) * c.inputs[0].row(t)[n];
}

TensorDesc inferRoutes(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[2];
}

void backwardRoutes(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[2]);
  for (std::int64_t t = 0; t < routes.tokens(); ++t) {
    for (std::int64_t i = 0; i < routes.used(); ++i) {
      const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t * routes.used() + i);
      double dot = 0;
      for (std::int64_t n = 0; n < c.inputs[1].columns(); ++n) dot += double(dy[n]) * double(x[n]);
      c.output.row(t)[i] = 0;
      c.output.row(t)[routes.used() + i] = float(dot);
    }
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.wants(0)) g.add(0, g.apply(kMoeCombineInputGradient, {dy, g.input(1)}));
  if (g.wants(1)) g.add(1, g.apply(kMoeCombineRoutesGradient, {dy, g.input(0), g.input(1)}));
}

}  // namespace

const Op kMoeCombine = {"moe_combine", 2, 2, inferOutput, reference, gradient};
const Op kMoeCombineInputGradient = {
    "moe_combine_input_gradient", 2, 2, inferInput, backwardInput, nullptr};
const Op kMoeCombineRoutesGradient = {
    "moe_combine_routes_gradient", 3, 3, inferRoutes, backwardRoutes, nullptr};

}  // namespace alcove::ops
