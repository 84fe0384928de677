// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include <algorithm>
#include <vector>

#include "ops/gradient_builder.h"
#include "ops/training/sum_rows.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<MatmulAttributes>();
  ALCOVE_ASSERT(int(inputs.size()) == 2 + a.hasBias);
  ALCOVE_ASSERT(inputs[0].shape.columns() == inputs[1].shape.columns());
  const TensorDesc output{&quant::kF32, {inputs[0].shape.rows(), inputs[1].shape.rows()}};
  if (a.hasBias) ALCOVE_ASSERT(inputs[2].shape.values() == output.shape.columns());
  return output;
}

void reference(const ReferenceContext& c) {
  const auto [x, weight, bias] = matmulInputs(c.inputs, c.attributes.as<MatmulAttributes>());
  const std::int64_t columns = x->columns();
  std::vector<float> row(static_cast<std::size_t>(columns));
  for (std::int64_t n = 0; n < weight->rows(); ++n) {
    weight->decodeRow(n, row.data());
    for (std::int64_t t = 0; t < x->rows(); ++t) {
      const float* values = x->row(t);
      double sum = bias ? bias->row(0)[n] : 0.0;
      for (std::int64_t k = 0; k < columns; ++k)
        sum += double(values[k]) * double(row[std::size_t(k)]);
      c.output.row(t)[n] = float(sum);
    }
  }
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape.columns() == inputs[1].shape.rows());
  return {&quant::kF32, {inputs[0].shape.rows(), inputs[1].shape.columns()}};
}

void backwardInput(const ReferenceContext& c) {
  const TensorView &dy = c.inputs[0], &weight = c.inputs[1];
  const std::int64_t columns = weight.columns();
  std::vector<float> row(static_cast<std::size_t>(columns));
  std::vector<double> sums(std::size_t(dy.rows() * columns), 0.0);
  for (std::int64_t n = 0; n < weight.rows(); ++n) {
    weight.decodeRow(n, row.data());
    for (std::int64_t t = 0; t < dy.rows(); ++t) {
      const double factor = double(dy.row(t)[n]);
      double* const sum = sums.data() + t * columns;
      for (std::int64_t k = 0; k < columns; ++k) sum[k] += factor * double(row[std::size_t(k)]);
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) c.output.row(0)[i] = float(sums[i]);
}

TensorDesc inferWeight(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape.rows() == inputs[1].shape.rows());
  return {&quant::kF32, {inputs[0].shape.columns(), inputs[1].shape.columns()}};
}

void backwardWeight(const ReferenceContext& c) {
  const TensorView &dy = c.inputs[0], &x = c.inputs[1];
  std::vector<double> sums(std::size_t(x.columns()));
  for (std::int64_t n = 0; n < c.output.rows(); ++n) {
    std::ranges::fill(sums, 0.0);
    for (std::int64_t t = 0; t < x.rows(); ++t)
      for (std::int64_t k = 0; k < x.columns(); ++k)
        sums[std::size_t(k)] += double(dy.row(t)[n]) * double(x.row(t)[k]);
    for (std::int64_t k = 0; k < x.columns(); ++k) c.output.row(n)[k] = float(sums[std::size_t(k)]);
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  if (g.wants(0)) g.add(0, g.apply(kMatmulInputGradient, {dy, g.input(1)}));
  if (g.wants(1)) g.add(1, g.apply(kMatmulWeightGradient, {dy, g.input(0)}));
  if (g.inputs() > 2 && g.wants(2)) g.add(2, g.apply(kSumRows, {dy}));
}

}  // namespace

MatmulInputs matmulInputs(std::span<const TensorView> inputs, const MatmulAttributes& attributes) {
  return {&inputs[0], &inputs[1], attributes.hasBias ? &inputs[2] : nullptr};
}

const Op kMatmul = {"matmul", 2, 3, inferOutput, reference, gradient};
const Op kMatmulInputGradient = {"matmul_input_gradient", 2, 2, inferInput, backwardInput, nullptr};
const Op kMatmulWeightGradient = {"matmul_weight_gradient", 2,      2, inferWeight,
                                  backwardWeight,           nullptr};

}  // namespace alcove::ops
