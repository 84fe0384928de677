// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/sum_rows.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return {&quant::kF32, {inputs[0].shape.columns()}};
}

void reference(const ReferenceContext& c) {
  for (std::int64_t i = 0; i < c.output.columns(); ++i) {
    double sum = 0;
    for (std::int64_t t = 0; t < c.inputs[0].rows(); ++t) sum += double(c.inputs[0].row(t)[i]);
    c.output.row(0)[i] = float(sum);
  }
}

}  // namespace

const Op kSumRows = {"sum_rows", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
