// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include "backends/cpu/cpu_op_table.h"
#include "cpu/packing.h"

namespace alcove::backends::cpu {

void planEmbedding(PlanContext& context) {
  const Value table = context.input(0), y = context.output();
  const ops::EmbeddingRows rows = context.node().attributes.as<ops::EmbeddingAttributes>().rows;
  if (!table.weight) return context.planReference();  // one that is trained
  // A table that is the output matrix too is kept once, packed for the matmul.
  const PreparedWeight* packed = context.prepared(*table.weight);
  const auto run = [table, rows, packed, y](const StepContext& c) {
    const auto [begin, end] = c.units;
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t from = ops::embeddingRow(c.batch, rows, std::size_t(row));
      if (packed)
        kernels::cpu::unpackRow(packed->type, packed->data, std::size_t(y.desc.shape.columns()),
                                std::size_t(from), y.row(row));
      else
        table.weight->view().decodeRow(from, y.row(row));
    }
  };
  context.step({run, Split::Rows, y.desc.shape.rows(), {y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
