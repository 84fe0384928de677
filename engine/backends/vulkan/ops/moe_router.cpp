// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t tokens;
  std::uint32_t experts;
  std::uint32_t used;
  std::uint32_t sigmoidScores;
  std::uint32_t renormalize;
  float scale;
};

}  // namespace

void planMoeRouter(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::MoeRouterAttributes>();
  const Value scores = plan.input(0), y = plan.output();
  plan.dispatch({"moe_router",
                 {plan.elementThreads()},
                 {scores.floats()},
                 y.binding,
                 plan.groupsFor(y.rows())},
                Push{y.rows(), scores.columns(), std::uint32_t(a.used),
                     a.scoring == ops::RouterScoring::Sigmoid, a.renormalize, a.scale});
}

}  // namespace alcove::backends::vulkan
