// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include <cmath>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[1].type == &quant::kF32);
  ALCOVE_ASSERT(inputs[0].shape.columns() % inputs[1].shape.values() == 0);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const float epsilon = c.attributes.as<RmsNormAttributes>().epsilon;
  const float* weight = c.inputs[1].row(0);
  const std::int64_t width = c.inputs[1].columns();
  for (std::int64_t group = 0; group < c.output.desc.shape.values() / width; ++group) {
    const float* x = c.inputs[0].row(0) + group * width;
    double squares = 0;
    for (std::int64_t i = 0; i < width; ++i) squares += double(x[i]) * double(x[i]);
    const double scale = 1.0 / std::sqrt(squares / double(width) + double(epsilon));
    float* y = c.output.row(0) + group * width;
    for (std::int64_t i = 0; i < width; ++i) y[i] = float(x[i] * scale * double(weight[i]));
  }
}

}  // namespace

const Op kRmsNorm = {"rms_norm", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
