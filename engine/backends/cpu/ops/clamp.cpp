// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planClamp(PlanContext& context) {
  const Value x = context.input(0), y = context.output();
  const auto a = context.node().attributes.as<ops::ClampAttributes>();
  const auto run = [x, y, a, clamp = context.kernels().clamp](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      clamp({x.row(row), y.row(row), a.low, a.high, std::size_t(begin), std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {x.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
