// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include <algorithm>

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t rows;
  std::uint32_t width;
  float epsilon;
  std::uint32_t hasBias;
};

}  // namespace

void planLayerNorm(Plan& plan) {
  const bool hasBias = plan.node().inputCount > 2;
  const Value weight = plan.input(1), y = plan.output();
  plan.dispatch({plan.variant("layer_norm"),
                 plan.sumConstants(),
                 {plan.input(0).floats(), weight.floats(), plan.input(hasBias ? 2 : 1).floats()},
                 y.binding,
                 {std::min(y.rows(), 65535u), 1, 1}},
                Push{y.rows(), y.columns(),
                     plan.node().attributes.as<ops::LayerNormAttributes>().epsilon, hasBias});
}

}  // namespace alcove::backends::vulkan
