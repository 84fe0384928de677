// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamped_swiglu.h"

#include <algorithm>
#include <cmath>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  ALCOVE_ASSERT(inputs[0].shape == inputs[1].shape);
  return inputs[0];
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<ClampedSwigluAttributes>();
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    for (std::int64_t i = 0; i < c.output.columns(); ++i) {
      const double gate = std::min(c.inputs[0].row(t)[i], a.limit);
      const double up = std::clamp(c.inputs[1].row(t)[i], -a.limit, a.limit);
      c.output.row(t)[i] = float(gate / (1.0 + std::exp(-double(a.alpha) * gate)) * (up + 1.0));
    }
  }
}

}  // namespace

const Op kClampedSwiglu = {"clamped_swiglu", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
