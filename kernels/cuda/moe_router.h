// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// As cpu/moe_router.h says: the experts with the highest scores, then their weights.
struct MoeRouterArgs {
  const float* scores = nullptr;  // [tokens, experts]
  float* routes = nullptr;        // [tokens, 2 × used]
  std::uint32_t tokens = 0;
  std::uint32_t experts = 0;
  std::uint32_t used = 0;
  bool sigmoidScores = false;  // and not softmax
  bool renormalize = true;
  float scale = 1;
};

}  // namespace alcove::kernels::cuda
