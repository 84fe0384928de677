// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include <cmath>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[1].type == &quant::kF32);
  ALCOVE_ASSERT(inputs[0].shape.columns() == inputs[1].shape.values());
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<RmsNormAttributes>().epsilon;
  const float* weight = c.inputs[1].row(0);
  const std::int64_t columns = c.output.columns();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* x = c.inputs[0].row(t);
    double squares = 0;
    for (std::int64_t i = 0; i < columns; ++i) squares += double(x[i]) * double(x[i]);
    const double scale = 1.0 / std::sqrt(squares / double(columns) + double(epsilon));
    float* y = c.output.row(t);
    for (std::int64_t i = 0; i < columns; ++i) y[i] = float(x[i] * scale * double(weight[i]));
  }
}

}  // namespace

const Op kRmsNorm = {"rms_norm", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
