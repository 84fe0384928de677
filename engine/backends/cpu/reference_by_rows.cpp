// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

// Ops of training whose rows are made of the same rows of their inputs, and of vectors that all
// rows share: the reference, many rows at a time.
void planReferenceByRows(PlanContext& context) {
  const Value y = context.output();
  std::vector<Value> inputs;
  Step step;
  for (int i = 0; i < context.node().inputCount; ++i) {
    inputs.push_back(context.input(i));
    step.accesses.push_back(inputs.back().buffer.read());
  }
  step.accesses.push_back(y.buffer.write());
  step.split = Split::Rows;
  step.units = y.desc.shape.rows();
  step.run = [op = context.node().op, attributes = context.node().attributes, inputs,
              y](const StepContext& c) {
    const auto rowsOf = [&](const Value& value) -> ops::TensorView {
      if (value.desc.shape.rank() < 2) return {value.desc, value.buffer.data()};
      ops::TensorView view{
          {value.desc.type, {c.units.end - c.units.begin, value.desc.shape.columns()}},
          value.buffer.data()};
      view.data = reinterpret_cast<std::byte*>(view.row(c.units.begin));
      return view;
    };
    std::vector<ops::TensorView> views;
    for (const Value& input : inputs) views.push_back(rowsOf(input));
    op->reference({views, rowsOf(y), attributes, c.batch});
  };
  context.step(std::move(step));
}

}  // namespace alcove::backends::cpu
