// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {

void planAdd(Plan& plan) {
  const Value y = plan.output();
  plan.elementwise("add", {plan.input(0).floats(), plan.input(1).floats()}, y.values());
}

}  // namespace alcove::backends::vulkan
