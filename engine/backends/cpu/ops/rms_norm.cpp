// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planRmsNorm(PlanContext& context) {
  const Value x = context.input(0), weight = context.input(1), y = context.output();
  const auto attributes = context.node().attributes.as<ops::RmsNormAttributes>();
  const auto run = [x, weight, y, epsilon = attributes.epsilon,
                    rmsNorm = context.kernels().rmsNorm](const StepContext& c) {
    const auto [begin, end] = c.units;
    // To the kernel, every group of a row is a row of its own.
    const std::int64_t width = weight.desc.shape.values();
    const std::int64_t groups = y.desc.shape.columns() / width;
    const auto columns = std::size_t(width);
    rmsNorm({x.buffer.floats(), columns, weight.row(0), y.buffer.floats(), columns, columns,
             epsilon, std::size_t(begin * groups), std::size_t(end * groups)});
  };
  context.step({run, Split::Rows, y.desc.shape.rows(), {x.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
