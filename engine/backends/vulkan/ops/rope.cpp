// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct Push {
  std::uint32_t tokens;
  std::uint32_t heads;
  std::uint32_t headDim;
  std::uint32_t ropeDim;
  float magnitude;
  std::uint32_t interleaved;
  std::uint32_t hasLong;
  std::uint32_t switchTokens;
};

}  // namespace

void planRope(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::RopeAttributes>();
  const bool hasLong = plan.node().inputCount > 2;
  const Value y = plan.output();
  plan.elementwise("rope",
                   {plan.input(0).floats(), plan.input(1).floats(),
                    plan.input(hasLong ? 2 : 1).floats(), plan.tokens()},
                   Push{y.rows(), y.columns() / std::uint32_t(a.headDim), std::uint32_t(a.headDim),
                        std::uint32_t(a.ropeDim), a.magnitude,
                        a.pairing == ops::RopePairing::Interleaved, hasLong, a.switchTokens});
}

}  // namespace alcove::backends::vulkan
