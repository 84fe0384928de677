// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/simd.h"

// Sums over a row, for the norms; private to the kernels. Runs of kRun columns are summed in float,
// the runs in double: short sums lose little.

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kRun = 256;

ALCOVE_INLINE double sumOf(const float* values, std::size_t columns) {
  double total = 0;
  for (std::size_t begin = 0; begin < columns; begin += kRun) {
    const std::size_t end = columns - begin < kRun ? columns : begin + kRun;
    F32 sum = splat(0);
    std::size_t i = begin;
    for (; i + kLanes <= end; i += kLanes) sum = add(sum, load(values + i));
    if (i < end) sum = add(sum, loadPartial(values + i, end - i));
    total += double(sumLanes(sum));
  }
  return total;
}

// Σ (value - centre)²
ALCOVE_INLINE double sumOfSquares(const float* values, std::size_t columns, float centre) {
  double total = 0;
  for (std::size_t begin = 0; begin < columns; begin += kRun) {
    const std::size_t end = columns - begin < kRun ? columns : begin + kRun;
    F32 sum = splat(0);
    std::size_t i = begin;
    for (; i + kLanes <= end; i += kLanes) {
      const F32 v = sub(load(values + i), splat(centre));
      sum = fma(v, v, sum);
    }
    if (i < end) {
      float padded[kLanes];
      store(padded, splat(centre));
      __builtin_memcpy(padded, values + i, (end - i) * sizeof(float));
      const F32 v = sub(load(padded), splat(centre));
      sum = fma(v, v, sum);
    }
    total += double(sumLanes(sum));
  }
  return total;
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
