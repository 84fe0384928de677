// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/slice_columns.h"

#include <algorithm>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<SliceColumnsAttributes>();
  ALCOVE_ASSERT(a.first >= 0 && a.count > 0 && a.first + a.count <= inputs[0].shape.columns());
  return {&quant::kF32, {inputs[0].shape.rows(), a.count}};
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<SliceColumnsAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t)
    std::copy_n(c.inputs[0].row(t) + a.first, a.count, c.output.row(t));
}

}  // namespace

const Op kSliceColumns = {"slice_columns", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
