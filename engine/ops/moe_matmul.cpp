// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include <vector>

#include "ops/moe_router.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<MoeMatmulAttributes>();
  ALCOVE_ASSERT(int(inputs.size()) == 3 + a.hasBias);
  const Shape &x = inputs[0].shape, &weight = inputs[1].shape, &routes = inputs[2].shape;
  ALCOVE_ASSERT(weight.rank() == 3 && x.columns() == weight[2] && routes.columns() % 2 == 0);
  const std::int64_t pairs = routes.rows() * (routes.columns() / 2);
  ALCOVE_ASSERT(x.rows() == routes.rows() || x.rows() == pairs);
  if (a.hasBias) ALCOVE_ASSERT(inputs[3].shape == Shape({weight[0], weight[1]}));
  return {&quant::kF32, {pairs, weight[1]}};
}

// One expert's share: decodes a row of its weight and multiplies it with all tokens that use it.
void multiplyExpert(const ReferenceContext& c, const MoeMatmulInputs& in, std::int64_t expert) {
  const RoutesView routes(*in.routes);
  const std::int64_t used = routes.used(), rows = in.weight->desc.shape[1],
                     columns = in.x->columns();
  std::vector<std::int64_t> pairs;
  for (std::int64_t t = 0; t < routes.tokens(); ++t)
    for (std::int64_t i = 0; i < used; ++i)
      if (routes.expert(t, i) == expert) pairs.push_back(t * used + i);
  if (pairs.empty()) return;
  std::vector<float> weight(static_cast<std::size_t>(columns));
  for (std::int64_t n = 0; n < rows; ++n) {
    in.weight->decodeRow(expert * rows + n, weight.data());
    for (const std::int64_t pair : pairs) {
      const float* values = in.x->row(in.x->rows() == routes.tokens() ? pair / used : pair);
      double sum = in.bias ? in.bias->row(expert)[n] : 0.0;
      for (std::int64_t k = 0; k < columns; ++k)
        sum += double(values[k]) * double(weight[std::size_t(k)]);
      c.output.row(pair)[n] = float(sum);
    }
  }
}

void reference(const ReferenceContext& c) {
  const MoeMatmulInputs in = moeMatmulInputs(c.inputs, c.attributes.as<MoeMatmulAttributes>());
  for (std::int64_t expert = 0; expert < in.weight->desc.shape[0]; ++expert)
    multiplyExpert(c, in, expert);
}

}  // namespace

MoeMatmulInputs moeMatmulInputs(std::span<const TensorView> inputs,
                                const MoeMatmulAttributes& attributes) {
  return {&inputs[0], &inputs[1], &inputs[2], attributes.hasBias ? &inputs[3] : nullptr};
}

const Op kMoeMatmul = {"moe_matmul", 3, 4, inferOutput, reference, nullptr};

}  // namespace alcove::ops
