// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include "backends/vulkan/packed_constants.h"
#include "backends/vulkan/vulkan_op_table.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::vulkan {
namespace {

namespace kernel = kernels::cpu;

struct Push {
  std::uint32_t firstExpert;
  std::uint32_t experts;
  std::uint32_t rows;
  std::uint32_t columns;  // of packed weights blocks of 32
  std::uint32_t used;
  std::uint32_t xPerPair;
  std::uint32_t hasBias;
  std::uint32_t expertWords;  // of packed weights
};

constexpr std::uint32_t kParts = 4;

}  // namespace

void planMoeMatmul(Plan& plan) {
  const bool hasBias = plan.node().attributes.as<ops::MoeMatmulAttributes>().hasBias;
  const Value x = plan.input(0), weight = plan.input(1), routes = plan.input(2), y = plan.output();
  const bool packed = weight.weight->packed();
  const auto rows = std::uint32_t(weight.desc.shape[1]);
  for (const WeightPart& part : weight.weight->parts) {
    Plan::Dispatch dispatch;
    dispatch.shader = packed ? "moe_matmul_packed" : "moe_matmul";
    dispatch.constants = packed ? packedConstants(weight.weight->type, {kParts})
                                : std::vector<std::uint32_t>{Plan::kElementThreads};
    dispatch.bindings = {part.binding, x.binding, hasBias ? plan.input(3).binding : x.binding,
                         y.binding, routes.binding};
    const std::uint32_t groupRows =
        packed ? std::uint32_t(kernel::kGroupRows) : Plan::kElementThreads;
    dispatch.groups = {(rows + groupRows - 1) / groupRows, y.rows(), 1};
    const std::uint32_t experts = std::uint32_t(part.rows) / rows;
    plan.dispatch(dispatch,
                  Push{std::uint32_t(part.firstRow) / rows, experts, rows,
                       packed ? x.columns() / std::uint32_t(kernel::kSubColumns) : x.columns(),
                       routes.columns() / 2, x.rows() != routes.rows(), hasBias,
                       std::uint32_t(part.binding.bytes / experts / 4)});
  }
}

}  // namespace alcove::backends::vulkan
