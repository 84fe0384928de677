// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include <cmath>
#include <vector>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[1].type == &quant::kF32);
  ALCOVE_ASSERT(inputs[0].shape.columns() % inputs[1].shape.values() == 0);
  return inputs[0];
}

// 1 / √(mean(x²) + epsilon) of one group.
double scaleOf(const float* x, std::int64_t width, float epsilon) {
  double squares = 0;
  for (std::int64_t i = 0; i < width; ++i) squares += double(x[i]) * double(x[i]);
  return 1.0 / std::sqrt(squares / double(width) + double(epsilon));
}

void reference(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<RmsNormAttributes>().epsilon;
  const float* weight = c.inputs[1].row(0);
  const std::int64_t width = c.inputs[1].columns();
  for (std::int64_t group = 0; group < c.output.desc.shape.values() / width; ++group) {
    const float* x = c.inputs[0].row(0) + group * width;
    const double scale = scaleOf(x, width, epsilon);
    float* y = c.output.row(0) + group * width;
    for (std::int64_t i = 0; i < width; ++i) y[i] = float(x[i] * scale * double(weight[i]));
  }
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[1];
}

void backwardInput(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<RmsNormAttributes>().epsilon;
  const float* weight = c.inputs[2].row(0);
  const std::int64_t width = c.inputs[2].columns();
  for (std::int64_t at = 0; at < c.output.desc.shape.values(); at += width) {
    const float *dy = c.inputs[0].row(0) + at, *x = c.inputs[1].row(0) + at;
    const double scale = scaleOf(x, width, epsilon);
    double dot = 0;
    for (std::int64_t i = 0; i < width; ++i)
      dot += double(dy[i]) * double(weight[i]) * double(x[i]);
    const double pull = dot * scale * scale / double(width);
    for (std::int64_t i = 0; i < width; ++i)
      c.output.row(0)[at + i] = float(scale * (double(dy[i]) * double(weight[i]) - x[i] * pull));
  }
}

TensorDesc inferWeight(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return {&quant::kF32, inputs[2].shape};
}

void backwardWeight(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<RmsNormAttributes>().epsilon;
  const std::int64_t width = c.output.columns();
  std::vector<double> sums(std::size_t(width), 0.0);
  for (std::int64_t at = 0; at < c.inputs[0].desc.shape.values(); at += width) {
    const float *dy = c.inputs[0].row(0) + at, *x = c.inputs[1].row(0) + at;
    const double scale = scaleOf(x, width, epsilon);
    for (std::int64_t i = 0; i < width; ++i) sums[std::size_t(i)] += double(dy[i]) * x[i] * scale;
  }
  for (std::int64_t i = 0; i < width; ++i) c.output.row(0)[i] = float(sums[std::size_t(i)]);
}

void gradient(GradientBuilder& g) {
  const Op* const parts[] = {&kRmsNormInputGradient, &kRmsNormWeightGradient};
  for (int i = 0; i < 2; ++i)
    if (g.wants(i))
      g.add(i, g.apply(*parts[i], {g.outputGradient(), g.input(0), g.input(1)}, g.attributes()));
}

}  // namespace

const Op kRmsNorm = {"rms_norm", 2, 2, inferOutput, reference, gradient};
const Op kRmsNormInputGradient = {
    "rms_norm_input_gradient", 3, 3, inferInput, backwardInput, nullptr};
const Op kRmsNormWeightGradient = {
    "rms_norm_weight_gradient", 3, 3, inferWeight, backwardWeight, nullptr};

}  // namespace alcove::ops
