// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include <algorithm>
#include <vector>

#include "ops/gradient_builder.h"
#include "ops/moe_router.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<MoeMatmulAttributes>();
  ALCOVE_ASSERT(int(inputs.size()) == 3 + a.hasBias);
  const Shape &x = inputs[0].shape, &weight = inputs[1].shape, &routes = inputs[2].shape;
  ALCOVE_ASSERT(weight.rank() == 3 && x.columns() == weight[2] && routes.columns() % 2 == 0);
  const std::int64_t pairs = routes.rows() * (routes.columns() / 2);
  ALCOVE_ASSERT(x.rows() == routes.rows() || x.rows() == pairs);
  if (a.hasBias) ALCOVE_ASSERT(inputs[3].shape == Shape({weight[0], weight[1]}));
  return {&quant::kF32, {pairs, weight[1]}};
}

// One expert's share: decodes a row of its weight and multiplies it with all tokens that use it.
void multiplyExpert(const ReferenceContext& c, const MoeMatmulInputs& in, std::int64_t expert) {
  const RoutesView routes(*in.routes);
  const std::int64_t used = routes.used(), rows = in.weight->desc.shape[1],
                     columns = in.x->columns();
  std::vector<std::int64_t> pairs;
  for (std::int64_t t = 0; t < routes.tokens(); ++t)
    for (std::int64_t i = 0; i < used; ++i)
      if (routes.expert(t, i) == expert) pairs.push_back(t * used + i);
  if (pairs.empty()) return;
  std::vector<float> weight(static_cast<std::size_t>(columns));
  for (std::int64_t n = 0; n < rows; ++n) {
    in.weight->decodeRow(expert * rows + n, weight.data());
    for (const std::int64_t pair : pairs) {
      const float* values = in.x->row(in.x->rows() == routes.tokens() ? pair / used : pair);
      double sum = in.bias ? in.bias->row(expert)[n] : 0.0;
      for (std::int64_t k = 0; k < columns; ++k)
        sum += double(values[k]) * double(weight[std::size_t(k)]);
      c.output.row(pair)[n] = float(sum);
    }
  }
}

void reference(const ReferenceContext& c) {
  const MoeMatmulInputs in = moeMatmulInputs(c.inputs, c.attributes.as<MoeMatmulAttributes>());
  for (std::int64_t expert = 0; expert < in.weight->desc.shape[0]; ++expert)
    multiplyExpert(c, in, expert);
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                      const BatchShape&) {
  const bool shared = attributes.as<MoeMatmulGradientAttributes>().shared;
  const std::int64_t rows = shared ? inputs[2].shape.rows() : inputs[0].shape.rows();
  return {&quant::kF32, {rows, inputs[1].shape.columns()}};
}

void backwardInput(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[2]);
  const TensorView &dy = c.inputs[0], &weight = c.inputs[1];
  const std::int64_t used = routes.used(), rows = weight.desc.shape[1], columns = weight.columns();
  const bool shared = c.attributes.as<MoeMatmulGradientAttributes>().shared;
  std::vector<float> row(static_cast<std::size_t>(columns));
  std::vector<double> sums(std::size_t(c.output.desc.shape.values()), 0.0);
  for (std::int64_t pair = 0; pair < dy.rows(); ++pair) {
    const std::int64_t expert = routes.expert(pair / used, pair % used);
    double* const sum = sums.data() + (shared ? pair / used : pair) * columns;
    for (std::int64_t n = 0; n < rows; ++n) {
      weight.decodeRow(expert * rows + n, row.data());
      for (std::int64_t k = 0; k < columns; ++k)
        sum[k] += double(dy.row(pair)[n]) * double(row[std::size_t(k)]);
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) c.output.row(0)[i] = float(sums[i]);
}

TensorDesc inferWeight(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<MoeMatmulGradientAttributes>();
  return {&quant::kF32, {a.experts, inputs[0].shape.columns(), inputs[1].shape.columns()}};
}

void backwardWeight(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[2]);
  const TensorView &dy = c.inputs[0], &x = c.inputs[1];
  const bool shared = c.attributes.as<MoeMatmulGradientAttributes>().shared;
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  for (std::int64_t pair = 0; pair < dy.rows(); ++pair) {
    const std::int64_t token = pair / routes.used();
    const std::int64_t expert = routes.expert(token, pair % routes.used());
    const float* values = x.row(shared ? token : pair);
    for (std::int64_t n = 0; n < dy.columns(); ++n) {
      float* sum = c.output.row(expert * dy.columns() + n);
      for (std::int64_t k = 0; k < x.columns(); ++k) sum[k] += dy.row(pair)[n] * values[k];
    }
  }
}

TensorDesc inferBias(std::span<const TensorDesc> inputs, const Attributes& attributes,
                     const BatchShape&) {
  const auto a = attributes.as<MoeMatmulGradientAttributes>();
  return {&quant::kF32, {a.experts, inputs[0].shape.columns()}};
}

void backwardBias(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[1]);
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  for (std::int64_t pair = 0; pair < c.inputs[0].rows(); ++pair) {
    float* sum = c.output.row(routes.expert(pair / routes.used(), pair % routes.used()));
    for (std::int64_t n = 0; n < c.output.columns(); ++n) sum[n] += c.inputs[0].row(pair)[n];
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient(), routes = g.input(2);
  const MoeMatmulGradientAttributes attributes{
      g.desc(g.input(1)).shape[0], g.desc(g.input(0)).shape.rows() == g.desc(routes).shape.rows()};
  if (g.wants(0)) g.add(0, g.apply(kMoeMatmulInputGradient, {dy, g.input(1), routes}, attributes));
  if (g.wants(1)) g.add(1, g.apply(kMoeMatmulWeightGradient, {dy, g.input(0), routes}, attributes));
  if (g.inputs() > 3 && g.wants(3))
    g.add(3, g.apply(kMoeMatmulBiasGradient, {dy, routes}, attributes));
}

}  // namespace

MoeMatmulInputs moeMatmulInputs(std::span<const TensorView> inputs,
                                const MoeMatmulAttributes& attributes) {
  return {&inputs[0], &inputs[1], &inputs[2], attributes.hasBias ? &inputs[3] : nullptr};
}

const Op kMoeMatmul = {"moe_matmul", 3, 4, inferOutput, reference, gradient};
const Op kMoeMatmulInputGradient = {
    "moe_matmul_input_gradient", 3, 3, inferInput, backwardInput, nullptr};
const Op kMoeMatmulWeightGradient = {
    "moe_matmul_weight_gradient", 3, 3, inferWeight, backwardWeight, nullptr};
const Op kMoeMatmulBiasGradient = {
    "moe_matmul_bias_gradient", 2, 2, inferBias, backwardBias, nullptr};

}  // namespace alcove::ops
