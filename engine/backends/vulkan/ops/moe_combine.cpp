// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  std::uint32_t columns;
  std::uint32_t used;
};

}  // namespace

void planMoeCombine(Plan& plan) {
  const Value routes = plan.input(1), y = plan.output();
  plan.elementwise("moe_combine", {plan.input(0).floats(), routes.floats()},
                   Push{y.values(), y.columns(), routes.columns() / 2});
}

}  // namespace alcove::backends::vulkan
