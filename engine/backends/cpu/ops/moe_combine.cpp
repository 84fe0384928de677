// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_combine.h"

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planMoeCombine(PlanContext& context) {
  const Value x = context.input(0), routes = context.input(1), y = context.output();
  const std::int64_t used = routes.desc.shape.columns() / 2;
  kernels::cpu::MoeCombineArgs args;
  args.weightStride = std::size_t(2 * used);
  args.tokens = std::size_t(y.desc.shape.rows());
  args.used = std::size_t(used);
  args.columns = std::size_t(y.desc.shape.columns());
  const auto run = [x, routes, y, used, args,
                    moeCombine = context.kernels().moeCombine](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    kernels::cpu::MoeCombineArgs part = args;
    part.input = x.buffer.floats();
    part.weights = routes.buffer.floats() + used;
    part.output = y.buffer.floats();
    part.begin = std::size_t(begin);
    part.end = std::size_t(end);
    moeCombine(part);
  };
  context.step({run,
                Split::Columns,
                columnUnits(y.desc.shape.columns()),
                {x.buffer.read(), routes.buffer.readWhole(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
