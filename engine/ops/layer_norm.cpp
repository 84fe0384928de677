// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include <cmath>

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

}  // namespace

const Op kLayerNorm = {"layer_norm", 2, 3, inferOutput, reference, nullptr};

}  // namespace alcove::ops
