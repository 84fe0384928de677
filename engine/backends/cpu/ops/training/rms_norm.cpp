// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planRmsNormInputGradient(PlanContext& context) {
  const Value dy = context.input(0), x = context.input(1), weight = context.input(2);
  const Value dx = context.output();
  const float epsilon = context.node().attributes.as<ops::RmsNormAttributes>().epsilon;
  const auto run = [dy, x, weight, dx, epsilon,
                    gradient = context.kernels().rmsNormGradient](const StepContext& c) {
    // To the kernel, every group of a row is a row of its own.
    const std::int64_t width = weight.desc.shape.values();
    const std::int64_t groups = dx.desc.shape.columns() / width;
    gradient({dy.buffer.floats(), x.buffer.floats(), weight.row(0), dx.buffer.floats(),
              std::size_t(width), epsilon, std::size_t(c.units.begin * groups),
              std::size_t(c.units.end * groups)});
  };
  context.step({run,
                Split::Rows,
                dx.desc.shape.rows(),
                {dy.buffer.read(), x.buffer.read(), dx.buffer.write()}});
}

}  // namespace alcove::backends::cpu
