// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/select_rows.h"

#include <algorithm>

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

}  // namespace

const Op kSelectRows = {"select_rows", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
