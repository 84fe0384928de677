// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamped_swiglu.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  float alpha;
  float limit;
};

}  // namespace

void planClampedSwiglu(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::ClampedSwigluAttributes>();
  const Value y = plan.output();
  plan.elementwise("clamped_swiglu", {plan.input(0).floats(), plan.input(1).floats()},
                   Push{y.values(), a.alpha, a.limit});
}

}  // namespace alcove::backends::vulkan
