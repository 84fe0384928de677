// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/select_rows.h"

#include <algorithm>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&,
                       const BatchShape& batch) {
  return {&quant::kF32, {batch.outputs, inputs[0].shape.columns()}};
}

void reference(const ReferenceContext& c) {
  for (std::size_t i = 0; i < c.batch.outputs.size(); ++i)
    std::copy_n(c.inputs[0].row(c.batch.outputs[i]), c.output.columns(),
                c.output.row(std::int64_t(i)));
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&,
                      const BatchShape& batch) {
  return {&quant::kF32, {batch.tokens, inputs[0].shape.columns()}};
}

void backward(const ReferenceContext& c) {
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  for (std::size_t i = 0; i < c.batch.outputs.size(); ++i)
    std::copy_n(c.inputs[0].row(std::int64_t(i)), c.output.columns(),
                c.output.row(c.batch.outputs[i]));
}

void gradient(GradientBuilder& g) { g.add(0, g.apply(kSelectRowsGradient, {g.outputGradient()})); }

}  // namespace

const Op kSelectRows = {"select_rows", 1, 1, inferOutput, reference, gradient};
const Op kSelectRowsGradient = {"select_rows_gradient", 1, 1, inferInput, backward, nullptr};

}  // namespace alcove::ops
