// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = cap · tanh(x / cap).
struct SoftCapArgs {
  const float* x = nullptr;  // [count], as is y
  float* y = nullptr;
  std::uint32_t count = 0;
  float cap = 1;
};

}  // namespace alcove::kernels::cuda
