// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planLayerNorm(PlanContext& context) {
  const Value x = context.input(0), weight = context.input(1), y = context.output();
  const Value bias = context.node().inputCount > 2 ? context.input(2) : Value{};
  const auto attributes = context.node().attributes.as<ops::LayerNormAttributes>();
  const auto run = [x, weight, bias, y, epsilon = attributes.epsilon,
                    layerNorm = context.kernels().layerNorm](const StepContext& c) {
    const auto [begin, end] = c.units;
    layerNorm({x.buffer.floats(), weight.row(0), bias.buffer.base ? bias.row(0) : nullptr,
               y.buffer.floats(), std::size_t(y.desc.shape.columns()), epsilon, std::size_t(begin),
               std::size_t(end)});
  };
  context.step({run, Split::Rows, y.desc.shape.rows(), {x.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
