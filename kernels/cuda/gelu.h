// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = x · Φ(x) (· up), Φ the normal distribution's or its approximation through tanh.
struct GeluArgs {
  const float* x = nullptr;   // [count], as is y
  const float* up = nullptr;  // the same, or null
  float* y = nullptr;
  std::uint32_t count = 0;
  bool tanh = false;
};

}  // namespace alcove::kernels::cuda
