// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include <vector>

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

}  // namespace

MatmulInputs matmulInputs(std::span<const TensorView> inputs, const MatmulAttributes& attributes) {
  return {&inputs[0], &inputs[1], attributes.hasBias ? &inputs[2] : nullptr};
}

const Op kMatmul = {"matmul", 2, 3, inferOutput, reference, nullptr};

}  // namespace alcove::ops
