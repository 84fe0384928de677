// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include <algorithm>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<ClampAttributes>();
  ALCOVE_ASSERT(a.low <= a.high);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t)
    for (std::int64_t i = 0; i < c.output.columns(); ++i)
      c.output.row(t)[i] = std::clamp(c.inputs[0].row(t)[i], a.low, a.high);
}

}  // namespace

const Op kClamp = {"clamp", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
