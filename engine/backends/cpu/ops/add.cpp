// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/add.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planAdd(PlanContext& context) {
  const Value a = context.input(0), b = context.input(1), y = context.output();
  const auto run = [a, b, y, add = context.kernels().add](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      add({a.row(row), b.row(row), y.row(row), std::size_t(begin), std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {a.buffer.read(), b.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
