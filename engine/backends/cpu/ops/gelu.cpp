// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gelu.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planGelu(PlanContext& context) {
  const bool gated = context.node().inputCount > 1;
  const Value x = context.input(0), up = context.input(gated ? 1 : 0), y = context.output();
  const bool exact =
      context.node().attributes.as<ops::GeluAttributes>().kind == ops::GeluKind::Exact;
  const auto run = [x, up, y, gated,
                    gelu = exact ? context.kernels().gelu
                                 : context.kernels().geluTanh](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      gelu({x.row(row), gated ? up.row(row) : nullptr, y.row(row), std::size_t(begin),
            std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {x.buffer.read(), up.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
