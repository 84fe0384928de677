// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planSiluMulGradient(PlanContext& context) {
  const Value dy = context.input(0), gate = context.input(1), up = context.input(2);
  const Value dx = context.output();
  const auto run = [dy, gate, up, dx,
                    gradient = context.kernels().siluMulGradient](const StepContext& c) {
    const auto [begin, end] = columnsOf(dx.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < dx.desc.shape.rows(); ++row)
      gradient({dy.row(row), gate.row(row), up.row(row), dx.row(row), std::size_t(begin),
                std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(dx.desc.shape.columns()),
                {dy.buffer.read(), gate.buffer.read(), up.buffer.read(), dx.buffer.write()}});
}

}  // namespace alcove::backends::cpu
