// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// The sum of a token's experts, each times its weight (cpu/moe_router.h has the routes' form).
struct MoeCombineArgs {
  const float* x = nullptr;       // [tokens × used, columns]
  const float* routes = nullptr;  // [tokens, 2 × used]
  float* y = nullptr;             // [tokens, columns]
  std::uint32_t count = 0;        // tokens × columns
  std::uint32_t columns = 0;
  std::uint32_t used = 0;
};

}  // namespace alcove::kernels::cuda
