// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/soft_cap.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planSoftCap(PlanContext& context) {
  const Value x = context.input(0), y = context.output();
  const auto attributes = context.node().attributes.as<ops::SoftCapAttributes>();
  const auto run = [x, y, cap = attributes.cap,
                    softCap = context.kernels().softCap](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      softCap({x.row(row), cap, y.row(row), std::size_t(begin), std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {x.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
