// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "cpu/types.h"

// How values lie in the KV cache: F32, F16, or rotated ones in blocks of Q8_0 or Q4_0
// (cpu/kv_write.h).

namespace alcove::kernels::cuda {

using cpu::ValueType;

inline constexpr int kCachedBlock = 32;

// Values are rotated in blocks, and so are queries that meet them (cpu/rotation.h).
static constexpr bool isRotated(ValueType type) {
  return type == ValueType::Q8_0 || type == ValueType::Q4_0;
}

static __host__ __device__ constexpr std::size_t cachedBytes(ValueType type, std::uint32_t values) {
  return type == ValueType::F32    ? std::size_t(values) * 4
         : type == ValueType::F16  ? std::size_t(values) * 2
         : type == ValueType::Q8_0 ? std::size_t(values) / kCachedBlock * 34
                                   : std::size_t(values) / kCachedBlock * 18;
}

static __device__ inline float cachedHalf(std::uint32_t bits) {
  return __half2float(__ushort_as_half(std::uint16_t(bits)));
}

static __device__ inline std::uint32_t pairOfHalves(const std::uint16_t* at) {
  return at[0] | std::uint32_t(at[1]) << 16;
}

// Values 4 × index … 4 × index + 3 of a row.
template <ValueType kType>
static __device__ inline float4 cachedFour(const std::uint8_t* row, std::uint32_t index) {
  if constexpr (kType == ValueType::F32) {
    return reinterpret_cast<const float4*>(row)[index];
  } else if constexpr (kType == ValueType::F16) {
    const uint2 words = reinterpret_cast<const uint2*>(row)[index];
    return make_float4(cachedHalf(words.x & 0xffffu), cachedHalf(words.x >> 16),
                       cachedHalf(words.y & 0xffffu), cachedHalf(words.y >> 16));
  } else {
    // Blocks begin at even addresses only.
    const auto* const block =
        reinterpret_cast<const std::uint16_t*>(row + cachedBytes(kType, index / 8 * kCachedBlock));
    const std::uint32_t part = index % 8;
    const float scale = cachedHalf(block[0]);
    if constexpr (kType == ValueType::Q8_0) {
      const std::uint32_t bytes = pairOfHalves(block + 1 + 2 * part);
      return make_float4(scale * float(std::int8_t(bytes)), scale * float(std::int8_t(bytes >> 8)),
                         scale * float(std::int8_t(bytes >> 16)),
                         scale * float(std::int8_t(bytes >> 24)));
    } else {
      const std::uint32_t nibbles = pairOfHalves(block + 1 + 2 * (part % 4)) >> (part / 4 * 4);
      const auto value = [&](int i) { return scale * float(int((nibbles >> (8 * i)) & 15u) - 8); };
      return make_float4(value(0), value(1), value(2), value(3));
    }
  }
}

}  // namespace alcove::kernels::cuda
