// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// Pairs of a token and an expert, sorted by experts; the order among those of one is any.
struct MoeSortArgs {
  const float* routes = nullptr;     // [pairs / used, 2 × used]
  std::uint32_t* order = nullptr;    // [pairs]
  std::uint32_t* begins = nullptr;   // [experts + 1]: where the pairs of each expert begin
  std::uint32_t* cursors = nullptr;  // [experts], for the kernel alone
  std::uint32_t pairs = 0;
  std::uint32_t used = 0;
  std::uint32_t experts = 0;
};

}  // namespace alcove::kernels::cuda
