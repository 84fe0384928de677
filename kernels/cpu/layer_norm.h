// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = (input - mean) / sqrt(variance + epsilon) × weight + bias, row by row, rows of `columns`
// floats without gaps. Output may be the input.
struct LayerNormArgs {
  const float* input = nullptr;
  const float* weight = nullptr;  // [columns]
  const float* bias = nullptr;    // [columns], or null
  float* output = nullptr;
  std::size_t columns = 0;
  float epsilon = 0;
  std::size_t rowBegin = 0;  // rows to do in this call
  std::size_t rowEnd = 0;
};

}  // namespace alcove::kernels::cpu
