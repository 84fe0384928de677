// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/scale.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  float factor;
};

}  // namespace

void planScale(Plan& plan) {
  const Value y = plan.output();
  plan.elementwise("scale", {plan.input(0).floats()},
                   Push{y.values(), plan.node().attributes.as<ops::ScaleAttributes>().factor});
}

}  // namespace alcove::backends::vulkan
