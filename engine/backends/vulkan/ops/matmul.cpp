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
  std::uint32_t partRows;
  std::uint32_t rows;
  std::uint32_t steps;
  std::uint32_t tokens;
  std::uint32_t hasBias;
};

struct Operands {
  Value x, weight, y;
  Texels bias;
  bool hasBias;
};

void planPacked(Plan& plan, const Operands& o, const WeightPart& part) {
  const PackedProduct product(plan.traits(), o.weight.weight->type, std::uint32_t(part.rows),
                              o.x.columns());
  const std::uint32_t tokens = product.tokensFor(o.x.rows());
  plan.dispatch({plan.variant("matmul_packed"),
                 product.constants(tokens),
                 {o.weight.weight->texels(part), o.x.quads(), o.bias},
                 o.y.binding,
                 {product.workGroups(tokens), (o.x.rows() + tokens - 1) / tokens, 1}},
                PackedPush{std::uint32_t(part.firstRow), o.weight.rows(), product.groups(),
                           product.blocks(), o.x.rows(), o.hasBias});
}

// The activations as digits.
Texels quantizeRows(Plan& plan, const Value& x) {
  const std::uint32_t blocks = x.values() / 32;
  const Binding digits = plan.scratch(blocks * kDigitBlockBytes);
  plan.dispatch(
      {"quantize_rows", {plan.elementThreads()}, {x.quads()}, digits, plan.groupsFor(blocks)},
      blocks);
  return {digits, VK_FORMAT_R32G32B32A32_UINT};
}

void planDots(Plan& plan, const Operands& o, const Texels& digits, const WeightPart& part) {
  const PackedProduct product(plan.traits(), o.weight.weight->type, std::uint32_t(part.rows),
                              o.x.columns());
  const std::uint32_t tokens = product.tokensFor(o.x.rows());
  plan.dispatch({"matmul_dot",
                 product.dotConstants(tokens),
                 {o.weight.weight->texels(part), digits, o.bias},
                 o.y.binding,
                 {product.workGroups(tokens), (o.x.rows() + tokens - 1) / tokens, 1}},
                PackedPush{std::uint32_t(part.firstRow), o.weight.rows(), product.groups(),
                           product.blocks(), o.x.rows(), o.hasBias});
}

void planFloat(Plan& plan, const Operands& o, const WeightPart& part) {
  const std::uint32_t tokens = o.x.rows() < 4 ? 1 : 4, step = o.weight.weight->step();
  const auto rows = std::uint32_t(part.rows);
  plan.dispatch({"matmul",
                 {plan.elementThreads(), step, tokens},
                 {o.weight.weight->texels(part), step == 4 ? o.x.quads() : o.x.floats(), o.bias},
                 o.y.binding,
                 {(rows + plan.elementThreads() - 1) / plan.elementThreads(),
                  (o.x.rows() + tokens - 1) / tokens, 1}},
                FloatPush{std::uint32_t(part.firstRow), rows, o.weight.rows(), o.x.columns() / step,
                          o.x.rows(), o.hasBias});
}

}  // namespace

void planMatmul(Plan& plan) {
  const bool hasBias = plan.node().attributes.as<ops::MatmulAttributes>().hasBias;
  const Value x = plan.input(0);
  const Operands operands{x, plan.input(1), plan.output(), (hasBias ? plan.input(2) : x).floats(),
                          hasBias};
  const DeviceWeight& weight = *operands.weight.weight;
  if (weight.packed() && PackedProduct::dots(plan.traits(), x.rows())) {
    const Texels digits = quantizeRows(plan, x);
    for (const WeightPart& part : weight.parts) planDots(plan, operands, digits, part);
    return;
  }
  for (const WeightPart& part : weight.parts)
    (weight.packed() ? planPacked : planFloat)(plan, operands, part);
}

}  // namespace alcove::backends::vulkan
