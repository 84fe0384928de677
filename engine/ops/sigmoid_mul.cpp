// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/sigmoid_mul.h"

#include <cmath>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[1].shape.columns() == 1 && inputs[1].shape.rows() == inputs[0].shape.rows());
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const double factor = 1.0 / (1.0 + std::exp(-double(c.inputs[1].row(t)[0])));
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] = float(double(c.inputs[0].row(t)[i]) * factor);
  }
}

}  // namespace

const Op kSigmoidMul = {"sigmoid_mul", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
