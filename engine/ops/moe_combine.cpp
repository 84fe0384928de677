// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_combine.h"

#include "ops/moe_router.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  const Shape &x = inputs[0].shape, &routes = inputs[1].shape;
  ALCOVE_ASSERT(routes.columns() % 2 == 0 && x.rows() == routes.rows() * (routes.columns() / 2));
  return {&quant::kF32, {routes.rows(), x.columns()}};
}

void reference(const ReferenceContext& c) {
  const RoutesView routes(c.inputs[1]);
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    for (std::int64_t n = 0; n < c.output.columns(); ++n) {
      double sum = 0;
      for (std::int64_t i = 0; i < routes.used(); ++i)
        sum += double(routes.weight(t, i)) * double(c.inputs[0].row(t * routes.used() + i)[n]);
      c.output.row(t)[n] = float(sum);
    }
  }
}

}  // namespace

const Op kMoeCombine = {"moe_combine", 2, 2, inferOutput, reference, nullptr};

}  // namespace alcove::ops
