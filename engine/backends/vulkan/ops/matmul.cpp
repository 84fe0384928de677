// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include "backends/vulkan/packed_constants.h"
#include "backends/vulkan/vulkan_op_table.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::vulkan {
namespace {

namespace kernel = kernels::cpu;

struct Push {
  std::uint32_t firstRow;
  std::uint32_t rows;
  std::uint32_t columns;  // for packed weights in blocks of 32
  std::uint32_t tokens;
  std::uint32_t hasBias;
};

// Invocations that share a row: more of them where few tokens leave most of a device idle.
std::uint32_t partsFor(std::uint32_t tokens) { return tokens == 1 ? 4 : 1; }
std::uint32_t tileFor(std::uint32_t tokens) { return tokens == 1 ? 1 : 8; }

}  // namespace

void planMatmul(Plan& plan) {
  const bool hasBias = plan.node().attributes.as<ops::MatmulAttributes>().hasBias;
  const Value x = plan.input(0), weight = plan.input(1), y = plan.output();
  const Binding bias = hasBias ? plan.input(2).binding : x.binding;
  const bool packed = weight.weight->packed();
  const std::uint32_t tokens = x.rows();
  for (const WeightPart& part : weight.weight->parts) {
    const auto rows = std::uint32_t(part.rows);
    Plan::Dispatch dispatch;
    dispatch.shader = packed ? "matmul_packed" : "matmul";
    dispatch.constants =
        packed ? packedConstants(weight.weight->type, {partsFor(tokens), tileFor(tokens)})
               : std::vector<std::uint32_t>{Plan::kElementThreads, tileFor(tokens)};
    dispatch.bindings = {part.binding, x.binding, bias, y.binding};
    const std::uint32_t groupRows =
        packed ? std::uint32_t(kernel::kGroupRows) : Plan::kElementThreads;
    dispatch.groups = {(rows + groupRows - 1) / groupRows,
                       (tokens + tileFor(tokens) - 1) / tileFor(tokens), 1};
    plan.dispatch(dispatch,
                  Push{std::uint32_t(part.firstRow), weight.rows(),
                       packed ? x.columns() / std::uint32_t(kernel::kSubColumns) : x.columns(),
                       tokens, hasBias});
  }
}

}  // namespace alcove::backends::vulkan
