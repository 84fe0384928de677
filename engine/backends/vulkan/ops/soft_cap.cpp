// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/soft_cap.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  float cap;
};

}  // namespace

void planSoftCap(Plan& plan) {
  const Value y = plan.output();
  plan.elementwise("soft_cap", {plan.input(0).floats()},
                   Push{y.values(), plan.node().attributes.as<ops::SoftCapAttributes>().cap});
}

}  // namespace alcove::backends::vulkan
