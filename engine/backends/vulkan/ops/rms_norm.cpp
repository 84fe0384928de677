// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include <algorithm>

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t groups;
  std::uint32_t width;
  float epsilon;
};

}  // namespace

void planRmsNorm(Plan& plan) {
  const Value weight = plan.input(1), y = plan.output();
  const std::uint32_t groups = y.values() / weight.values();
  plan.dispatch(
      {plan.variant("rms_norm"),
       plan.sumConstants(),
       {plan.input(0).floats(), weight.floats()},
       y.binding,
       {std::min(groups, 65535u), 1, 1}},
      Push{groups, weight.values(), plan.node().attributes.as<ops::RmsNormAttributes>().epsilon});
}

}  // namespace alcove::backends::vulkan
