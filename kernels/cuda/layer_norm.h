// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = (x - mean(x)) / √(variance(x) + epsilon) · weight (+ bias), row by row.
struct LayerNormArgs {
  const float* x = nullptr;       // [rows, width], as is y
  const float* weight = nullptr;  // [width]
  const float* bias = nullptr;    // [width], or null
  float* y = nullptr;
  std::uint32_t rows = 0;
  std::uint32_t width = 0;
  float epsilon = 0;
};

}  // namespace alcove::kernels::cuda
