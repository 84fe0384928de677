// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_on_cpu/vector_types.h>

#include <cstdint>

#include "cpu/half.h"

struct __half {
  std::uint16_t bits;
};

inline __half __ushort_as_half(unsigned short bits) { return {bits}; }
inline unsigned short __half_as_ushort(__half half) { return half.bits; }
inline float __half2float(__half half) { return alcove::kernels::cpu::halfToFloat(half.bits); }
inline __half __float2half_rn(float value) { return {alcove::kernels::cpu::floatToHalf(value)}; }

struct __half2 {
  __half x, y;
};
inline __half2 __floats2half2_rn(float x, float y) {
  return {__float2half_rn(x), __float2half_rn(y)};
}
