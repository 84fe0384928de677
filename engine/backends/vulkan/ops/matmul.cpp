// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include "backends/vulkan/packed_product.h"
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct PackedPush {
  std::uint32_t firstRow;
  std::uint32_t rows;
  std::uint32_t groups;
  std::uint32_t blocks;
  std::uint32_t tokens;
  std::uint32_t hasBias;
};

struct FloatPush {
  std::uint32_t firstRow;
  std::uint32_t rows;
  std::uint32_t columns;
  std::uint32_t tokens;
  std::uint32_t hasBias;
};

struct Operands {
  Value x, weight, y;
  Binding bias;
  bool hasBias;
};

void planPacked(Plan& plan, const Operands& o, const WeightPart& part) {
  const PackedProduct product(plan.traits(), o.weight.weight->type, std::uint32_t(part.rows),
                              o.x.columns());
  const std::uint32_t tokens = product.tokensFor(o.x.rows());
  plan.dispatch({product.shader("matmul_packed"),
                 product.constants(tokens),
                 {o.bias, o.y.binding},
                 {product.workGroups(tokens), (o.x.rows() + tokens - 1) / tokens, 1},
                 product.texels(part.binding, o.x.binding)},
                PackedPush{std::uint32_t(part.firstRow), o.weight.rows(), product.groups(),
                           product.blocks(), o.x.rows(), o.hasBias});
}

void planFloat(Plan& plan, const Operands& o, const WeightPart& part) {
  const std::uint32_t tokens = o.x.rows() == 1 ? 1 : 8;
  plan.dispatch({"matmul",
                 {Plan::kElementThreads, tokens},
                 {part.binding, o.x.binding, o.bias, o.y.binding},
                 {(std::uint32_t(part.rows) + Plan::kElementThreads - 1) / Plan::kElementThreads,
                  (o.x.rows() + tokens - 1) / tokens, 1}},
                FloatPush{std::uint32_t(part.firstRow), o.weight.rows(), o.x.columns(), o.x.rows(),
                          o.hasBias});
}

}  // namespace

void planMatmul(Plan& plan) {
  const bool hasBias = plan.node().attributes.as<ops::MatmulAttributes>().hasBias;
  const Value x = plan.input(0);
  const Operands operands{x, plan.input(1), plan.output(),
                          hasBias ? plan.input(2).binding : x.binding, hasBias};
  for (const WeightPart& part : operands.weight.weight->parts)
    (operands.weight.weight->packed() ? planPacked : planFloat)(plan, operands, part);
}

}  // namespace alcove::backends::vulkan
