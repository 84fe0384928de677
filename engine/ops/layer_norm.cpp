// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include <cmath>
#include <vector>

#include "ops/gradient_builder.h"
#include "ops/training/sum_rows.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  for (const TensorDesc& vector : inputs.subspan(1))
    ALCOVE_ASSERT(vector.type == &quant::kF32 &&
                  vector.shape.values() == inputs[0].shape.columns());
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<LayerNormAttributes>().epsilon;
  const float* weight = c.inputs[1].row(0);
  const float* bias = c.inputs.size() > 2 ? c.inputs[2].row(0) : nullptr;
  const std::int64_t columns = c.output.columns();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* x = c.inputs[0].row(t);
    double sum = 0, squares = 0;
    for (std::int64_t i = 0; i < columns; ++i) sum += double(x[i]);
    const double mean = sum / double(columns);
    for (std::int64_t i = 0; i < columns; ++i)
      squares += (double(x[i]) - mean) * (double(x[i]) - mean);
    const double scale = 1.0 / std::sqrt(squares / double(columns) + double(epsilon));
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < columns; ++i)
      y[i] = float((double(x[i]) - mean) * scale * double(weight[i]) + (bias ? bias[i] : 0.0f));
  }
}

// A row's mean and 1 / √(variance + epsilon).
struct Moments {
  double mean = 0, scale = 0;
};
Moments momentsOf(const float* x, std::int64_t columns, float epsilon) {
  Moments m;
  for (std::int64_t i = 0; i < columns; ++i) m.mean += double(x[i]) / double(columns);
  double squares = 0;
  for (std::int64_t i = 0; i < columns; ++i)
    squares += (double(x[i]) - m.mean) * (double(x[i]) - m.mean);
  m.scale = 1.0 / std::sqrt(squares / double(columns) + double(epsilon));
  return m;
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[1];
}

void backwardInput(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<LayerNormAttributes>().epsilon;
  const float* weight = c.inputs[2].row(0);
  const std::int64_t columns = c.output.columns();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t);
    const Moments m = momentsOf(x, columns, epsilon);
    double sum = 0, dot = 0;
    for (std::int64_t i = 0; i < columns; ++i) {
      const double flow = double(dy[i]) * double(weight[i]);
      sum += flow;
      dot += flow * (double(x[i]) - m.mean) * m.scale;
    }
    for (std::int64_t i = 0; i < columns; ++i) {
      const double normed = (double(x[i]) - m.mean) * m.scale;
      const double flow = double(dy[i]) * double(weight[i]);
      c.output.row(t)[i] = float(m.scale * (flow - (sum + normed * dot) / double(columns)));
    }
  }
}

TensorDesc inferWeight(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return {&quant::kF32, inputs[2].shape};
}

void backwardWeight(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<LayerNormAttributes>().epsilon;
  const std::int64_t columns = c.output.columns();
  std::vector<double> sums(std::size_t(columns), 0.0);
  for (std::int64_t t = 0; t < c.inputs[0].rows(); ++t) {
    const float *dy = c.inputs[0].row(t), *x = c.inputs[1].row(t);
    const Moments m = momentsOf(x, columns, epsilon);
    for (std::int64_t i = 0; i < columns; ++i)
      sums[std::size_t(i)] += double(dy[i]) * (double(x[i]) - m.mean) * m.scale;
  }
  for (std::int64_t i = 0; i < columns; ++i) c.output.row(0)[i] = float(sums[std::size_t(i)]);
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  const Op* const parts[] = {&kLayerNormInputGradient, &kLayerNormWeightGradient};
  for (int i = 0; i < 2; ++i)
    if (g.wants(i)) g.add(i, g.apply(*parts[i], {dy, g.input(0), g.input(1)}, g.attributes()));
  if (g.inputs() > 2 && g.wants(2)) g.add(2, g.apply(kSumRows, {dy}));
}

}  // namespace

const Op kLayerNorm = {"layer_norm", 2, 3, inferOutput, reference, gradient};
const Op kLayerNormInputGradient = {
    "layer_norm_input_gradient", 3, 3, inferInput, backwardInput, nullptr};
const Op kLayerNormWeightGradient = {
    "layer_norm_weight_gradient", 3, 3, inferWeight, backwardWeight, nullptr};

}  // namespace alcove::ops
