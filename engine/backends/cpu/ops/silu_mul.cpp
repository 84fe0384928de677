// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/silu_mul.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planSiluMul(PlanContext& context) {
  const Value gate = context.input(0), up = context.input(1), y = context.output();
  const auto run = [gate, up, y, siluMul = context.kernels().siluMul](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      siluMul({gate.row(row), up.row(row), y.row(row), std::size_t(begin), std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {gate.buffer.read(), up.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
