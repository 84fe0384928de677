// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {

void planMoeRouter(PlanContext& context) {
  const Value scores = context.input(0), y = context.output();
  const auto a = context.node().attributes.as<ops::MoeRouterAttributes>();
  kernels::cpu::MoeRouterArgs args;
  args.experts = std::size_t(scores.desc.shape.columns());
  args.used = std::size_t(a.used);
  args.scoring = a.scoring == ops::RouterScoring::Softmax ? kernels::cpu::RouterScoring::Softmax
                                                          : kernels::cpu::RouterScoring::Sigmoid;
  args.renormalize = a.renormalize;
  args.scale = a.scale;
  const auto run = [scores, y, args,
                    moeRouter = context.kernels().moeRouter](const StepContext& c) {
    const auto [begin, end] = c.units;
    kernels::cpu::MoeRouterArgs part = args;
    part.scores = scores.buffer.floats();
    part.routes = y.buffer.floats();
    part.tokenBegin = std::size_t(begin);
    part.tokenEnd = std::size_t(end);
    moeRouter(part);
  };
  context.step({run, Split::Rows, y.desc.shape.rows(), {scores.buffer.read(), y.buffer.write()}});
}

}  // namespace alcove::backends::cpu
