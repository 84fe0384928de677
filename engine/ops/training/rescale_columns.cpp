// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/rescale_columns.h"

#include "ops/gradient_builder.h"
#include "ops/training/sum_rows.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  for (const TensorDesc& vector : inputs.subspan(1))
    ALCOVE_ASSERT(vector.shape.values() == inputs[0].shape.columns());
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const float *magnitude = c.inputs[1].row(0), *norm = c.inputs[2].row(0);
  const float* bias = c.inputs.size() > 3 ? c.inputs[3].row(0) : nullptr;
  for (std::int64_t t = 0; t < c.output.rows(); ++t)
    for (std::int64_t n = 0; n < c.output.columns(); ++n)
      c.output.row(t)[n] =
          float(double(c.inputs[0].row(t)[n]) * double(magnitude[n]) / double(norm[n]) +
                (bias ? double(bias[n]) : 0.0));
}

TensorDesc inferMagnitude(std::span<const TensorDesc> inputs, const Attributes&,
                          const BatchShape&) {
  return inputs[2];
}

void backwardMagnitude(const ReferenceContext& c) {
  for (std::int64_t n = 0; n < c.output.columns(); ++n) {
    double sum = 0;
    for (std::int64_t t = 0; t < c.inputs[0].rows(); ++t)
      sum += double(c.inputs[0].row(t)[n]) * double(c.inputs[1].row(t)[n]);
    c.output.row(0)[n] = float(sum / double(c.inputs[2].row(0)[n]));
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.wants(0)) g.add(0, g.apply(kRescaleColumns, {dy, g.input(1), g.input(2)}));
  if (g.wants(1)) g.add(1, g.apply(kRescaleColumnsMagnitudeGradient, {dy, g.input(0), g.input(2)}));
  if (g.inputs() > 3 && g.wants(3)) g.add(3, g.apply(kSumRows, {dy}));
}

}  // namespace

const Op kRescaleColumns = {"rescale_columns", 3, 4, inferOutput, reference, gradient};
const Op kRescaleColumnsMagnitudeGradient = {
    "rescale_columns_magnitude_gradient", 3, 3, inferMagnitude, backwardMagnitude, nullptr};

}  // namespace alcove::ops
