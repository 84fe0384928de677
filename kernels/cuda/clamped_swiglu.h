// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = g · sigmoid(alpha · g) · (u + 1) with g = min(a, limit) and u = b kept within ± limit.
struct ClampedSwigluArgs {
  const float* a = nullptr;  // [count], as are b and y
  const float* b = nullptr;
  float* y = nullptr;
  std::uint32_t count = 0;
  float alpha = 0;
  float limit = 0;
};

}  // namespace alcove::kernels::cuda
