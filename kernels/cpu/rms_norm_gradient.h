// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// The gradient of y = x / √(mean of x² + ε) × weight by x, where `flow` is that of y, row by row.
// Rows lie one behind the other. Output may be the flow.
struct RmsNormGradientArgs {
  const float* flow = nullptr;
  const float* input = nullptr;
  const float* weight = nullptr;  // [columns]
  float* output = nullptr;
  std::size_t columns = 0;
  float epsilon = 0;
  std::size_t rowBegin = 0;  // rows to do in this call
  std::size_t rowEnd = 0;
};

}  // namespace alcove::kernels::cpu
