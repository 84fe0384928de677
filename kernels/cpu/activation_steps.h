// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/packed_layout.h"
#include "cpu/simd.h"

// How activations of one block are rounded to integers; private to the kernels that do it.

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kBlockVectors = kSubColumns / kLanes;
using BlockValues = F32[kBlockVectors];
using BlockIntegers = I32[kBlockVectors];

ALCOVE_INLINE void loadBlock(const float* from, BlockValues& values) {
  for (std::size_t i = 0; i < kBlockVectors; ++i) values[i] = load(from + i * kLanes);
}

struct Steps {
  float scale;    // value = scale × integer
  float inverse;  // integer = value × inverse, rounded
};

ALCOVE_INLINE Steps stepsOf(float scale) {
  // Below that, 1 / scale would overflow, and the values are nothing beside any other.
  if (!(scale > 1e-37f)) return {0, 0};
  return {scale, 1.0f / scale};
}

ALCOVE_INLINE float largestSize(const BlockValues& values) {
  F32 most = splat(0);
  for (const F32& value : values) most = maximum(most, absolute(value));
  return maxLanes(most);
}

// Steps in which the largest value comes to ±largest, and nothing lies beyond that.
ALCOVE_INLINE Steps stepsFor(const BlockValues& values, float largest) {
  return stepsOf(largestSize(values) / largest);
}

ALCOVE_INLINE void roundBlock(const BlockValues& values, const Steps& steps,
                              BlockIntegers& integers) {
  const F32 inverse = splat(steps.inverse);
  for (std::size_t i = 0; i < kBlockVectors; ++i) integers[i] = roundToInt(mul(values[i], inverse));
}

// Of columns 0 … 15 and 16 … 31.
struct HalfSums {
  std::int32_t first;
  std::int32_t second;
};

ALCOVE_INLINE HalfSums sumHalves(const BlockIntegers& integers) {
  I32 halves[2] = {splatInt(0), splatInt(0)};
  for (std::size_t i = 0; i < kBlockVectors; ++i)
    halves[i * 2 / kBlockVectors] = addInt(halves[i * 2 / kBlockVectors], integers[i]);
  return {sumLanesInt(halves[0]), sumLanesInt(halves[1])};
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
