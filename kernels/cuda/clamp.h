// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = min(max(x, low), high).
struct ClampArgs {
  const float* x = nullptr;  // [count], as is y
  float* y = nullptr;
  std::uint32_t count = 0;
  float low = 0;
  float high = 0;
};

}  // namespace alcove::kernels::cuda
