// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/adapted_norm.h"

#include <cmath>
#include <vector>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  const Shape &weight = inputs[0].shape, &a = inputs[1].shape, &b = inputs[2].shape;
  ALCOVE_ASSERT(a.columns() == weight.columns() && b.rows() == weight.rows());
  ALCOVE_ASSERT(b.columns() == a.rows());
  return {&quant::kF32, {weight.rows()}};
}

void reference(const ReferenceContext& c) {
  const double scale = double(c.attributes.as<AdaptedNormAttributes>().scale);
  const TensorView &weight = c.inputs[0], &a = c.inputs[1], &b = c.inputs[2];
  std::vector<float> row(static_cast<std::size_t>(weight.columns()));
  for (std::int64_t n = 0; n < weight.rows(); ++n) {
    weight.decodeRow(n, row.data());
    double squares = 0;
    for (std::int64_t k = 0; k < weight.columns(); ++k) {
      double change = 0;
      for (std::int64_t r = 0; r < a.rows(); ++r)
        change += double(b.row(n)[r]) * double(a.row(r)[k]);
      const double value = double(row[std::size_t(k)]) + scale * change;
      squares += value * value;
    }
    c.output.row(0)[n] = float(std::sqrt(squares));
  }
}

void gradient(GradientBuilder&) {}  // a constant, by DoRA's definition

}  // namespace

const Op kAdaptedNorm = {"adapted_norm", 3, 3, inferOutput, reference, gradient};

}  // namespace alcove::ops
