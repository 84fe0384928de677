// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include "backends/vulkan/packed_product.h"
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct PackedPush {
  std::uint32_t firstExpert;
  std::uint32_t experts;
  std::uint32_t rows;
  std::uint32_t groups;
  std::uint32_t blocks;
  std::uint32_t used;
  std::uint32_t xPerPair;
  std::uint32_t hasBias;
  std::uint32_t expertTexels;
};

struct FloatPush {
  std::uint32_t firstExpert;
  std::uint32_t experts;
  std::uint32_t rows;
  std::uint32_t steps;
  std::uint32_t used;
  std::uint32_t xPerPair;
  std::uint32_t hasBias;
};

struct Operands {
  Value x, weight, routes, y;
  Texels bias;
  bool hasBias;

  [[nodiscard]] std::uint32_t rows() const { return std::uint32_t(weight.desc.shape[1]); }
  [[nodiscard]] std::uint32_t used() const { return routes.columns() / 2; }
  [[nodiscard]] bool xPerPair() const { return x.rows() != routes.rows(); }
};

void planPacked(Plan& plan, const Operands& o, const WeightPart& part) {
  const PackedProduct product(plan.traits(), o.weight.weight->type, o.rows(), o.x.columns());
  const std::uint32_t experts = std::uint32_t(part.rows) / o.rows();
  constexpr std::uint32_t kTexelBytes = 16;
  plan.dispatch({plan.variant("moe_matmul_packed"),
                 product.constants(1),
                 {o.weight.weight->texels(part), o.x.quads(), o.bias, o.routes.floats()},
                 o.y.binding,
                 {product.workGroups(1), o.y.rows(), 1}},
                PackedPush{std::uint32_t(part.firstRow) / o.rows(), experts, o.rows(),
                           product.groups(), product.blocks(), o.used(), o.xPerPair(), o.hasBias,
                           std::uint32_t(part.binding.bytes / experts / kTexelBytes)});
}

void planFloat(Plan& plan, const Operands& o, const WeightPart& part) {
  const std::uint32_t step = o.weight.weight->step();
  plan.dispatch(
      {"moe_matmul",
       {plan.elementThreads(), step},
       {o.weight.weight->texels(part), step == 4 ? o.x.quads() : o.x.floats(), o.bias,
        o.routes.floats()},
       o.y.binding,
       {(o.rows() + plan.elementThreads() - 1) / plan.elementThreads(), o.y.rows(), 1}},
      FloatPush{std::uint32_t(part.firstRow) / o.rows(), std::uint32_t(part.rows) / o.rows(),
                o.rows(), o.x.columns() / step, o.used(), o.xPerPair(), o.hasBias});
}

}  // namespace

void planMoeMatmul(Plan& plan) {
  const bool hasBias = plan.node().attributes.as<ops::MoeMatmulAttributes>().hasBias;
  const Value x = plan.input(0);
  const Operands operands{
      x,      plan.input(1), plan.input(2), plan.output(), (hasBias ? plan.input(3) : x).floats(),
      hasBias};
  for (const WeightPart& part : operands.weight.weight->parts)
    (operands.weight.weight->packed() ? planPacked : planFloat)(plan, operands, part);
}

}  // namespace alcove::backends::vulkan
