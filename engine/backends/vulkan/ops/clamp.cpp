// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  float low;
  float high;
};

}  // namespace

void planClamp(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::ClampAttributes>();
  const Value y = plan.output();
  plan.elementwise("clamp", {plan.input(0).floats()}, Push{y.values(), a.low, a.high});
}

}  // namespace alcove::backends::vulkan
