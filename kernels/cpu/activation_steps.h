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

// Steps in which the largest value comes to ±largest, and nothing lies beyond that.
template <std::size_t kVectors>
ALCOVE_INLINE Steps stepsFor(const F32 (&values)[kVectors], float largest) {
  F32 most = splat(0);
  for (const F32& value : values) most = maximum(most, absolute(value));
  const float scale = maxLanes(most) / largest;
  // Below that, 1 / scale would overflow, and the values are nothing beside any other.
  if (!(scale > 1e-37f)) return {0, 0};
  return {scale, 1.0f / scale};
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
