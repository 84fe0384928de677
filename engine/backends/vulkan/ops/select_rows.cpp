// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  std::uint32_t columns;
};

}  // namespace

void planSelectRows(Plan& plan) {
  const Value y = plan.output();
  plan.elementwise("select_rows", {plan.input(0).floats(), plan.outputs()},
                   Push{y.values(), y.columns()});
}

}  // namespace alcove::backends::vulkan
