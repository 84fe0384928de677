// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gelu.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t count;
  std::uint32_t kind;
  std::uint32_t hasUp;
};

}  // namespace

void planGelu(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::GeluAttributes>();
  const bool hasUp = plan.node().inputCount > 1;
  const Value y = plan.output();
  plan.elementwise("gelu", {plan.input(0).floats(), plan.input(hasUp ? 1 : 0).floats()},
                   Push{y.values(), std::uint32_t(a.kind), hasUp});
}

}  // namespace alcove::backends::vulkan
