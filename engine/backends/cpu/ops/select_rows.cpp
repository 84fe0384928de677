// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/select_rows.h"

#include <algorithm>

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planSelectRows(PlanContext& context) {
  const Value x = context.input(0), y = context.output();
  const auto run = [x, y](const StepContext& c) {
    const auto [begin, end] = c.units;
    for (std::int64_t row = begin; row < end; ++row)
      std::copy_n(x.row(c.batch.outputs[std::size_t(row)]), y.desc.shape.columns(), y.row(row));
  };
  // Which input rows a unit reads depends on the batch, so nothing is divided alike.
  context.step({run, Split::Own, y.desc.shape.rows(), {x.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
