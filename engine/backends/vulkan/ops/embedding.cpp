// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include "backends/vulkan/packed_product.h"
#include "backends/vulkan/vulkan_op_table.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t tokens;
  std::uint32_t columns;  // in blocks of 32 of packed tables, in steps of others
  std::uint32_t firstRow;
  std::uint32_t rows;
  std::uint32_t kind;
};

}  // namespace

void planEmbedding(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::EmbeddingAttributes>();
  const Value table = plan.input(0), y = plan.output();
  const bool packed = table.weight->packed();
  const std::uint32_t columns =
      y.columns() / (packed ? std::uint32_t(kernels::cpu::kSubColumns) : table.weight->step());
  for (const WeightPart& part : table.weight->parts) {
    Plan::Kernel kernel{"embedding",
                        {plan.elementThreads(), table.weight->step()},
                        {table.weight->texels(part), plan.tokens()},
                        y.binding,
                        plan.groupsFor(y.rows() * columns)};
    if (packed) {
      kernel.shader = "embedding_packed";
      kernel.constants = packedConstants(table.weight->type, {plan.elementThreads()});
    }
    plan.dispatch(kernel, Push{y.rows(), columns, std::uint32_t(part.firstRow),
                               std::uint32_t(part.rows), std::uint32_t(a.rows)});
  }
}

}  // namespace alcove::backends::vulkan
