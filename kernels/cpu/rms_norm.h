// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = input / sqrt(mean(input²) + epsilon) × weight, row by row.
struct RmsNormArgs {
  const float* input = nullptr;   // row r at input + r × inputStride
  std::size_t inputStride = 0;    // floats, ≥ columns
  const float* weight = nullptr;  // [columns]
  float* output = nullptr;        // row r at output + r × outputStride; may be the input
  std::size_t outputStride = 0;
  std::size_t columns = 0;
  float epsilon = 0;
  std::size_t rowBegin = 0;  // rows to do in this call
  std::size_t rowEnd = 0;
};

}  // namespace alcove::kernels::cpu
