// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/sigmoid_mul.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planSigmoidMul(PlanContext& context) {
  const Value x = context.input(0), gate = context.input(1), y = context.output();
  const auto run = [x, gate, y, sigmoidMul = context.kernels().sigmoidMul](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      sigmoidMul({x.row(row), y.row(row), gate.row(row)[0], std::size_t(begin), std::size_t(end)});
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {x.buffer.read(), gate.buffer.readWhole(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
