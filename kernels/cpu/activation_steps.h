// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/simd.h"

// How activations of one block are rounded to integers; private to the kernels that do it.

namespace alcove::kernels::cpu::ALCOVE_ISA {

struct Steps {
  float scale;    // value = scale × integer
  float inverse;  // integer = value × inverse, rounded
};

ALCOVE_INLINE Steps stepsOf(float scale) {
  // Below that, 1 / scale would overflow, and the values are nothing beside any other.
  if (!(scale > 1e-37f)) return {0, 0};
  return {scale, 1.0f / scale};
}

template <std::size_t kVectors>
ALCOVE_INLINE float largestSize(const F32 (&values)[kVectors]) {
  F32 most = splat(0);
  for (const F32& value : values) most = maximum(most, absolute(value));
  return maxLanes(most);
}

// Steps in which the largest value comes to ±largest, and nothing lies beyond that.
template <std::size_t kVectors>
ALCOVE_INLINE Steps stepsFor(const F32 (&values)[kVectors], float largest) {
  return stepsOf(largestSize(values) / largest);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
