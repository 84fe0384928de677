// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/cached_types.h"
#include "cpu/simd.h"

// Reads rows of the KV cache as floats, whatever their type; private to the kernels.

namespace alcove::kernels::cpu::ALCOVE_ISA {

template <ValueType kValue>
struct CachedType {};

// Calls `what` with the type as a constant.
template <class What>
ALCOVE_INLINE void withCachedType(ValueType type, const What& what) {
  switch (type) {
    case ValueType::F32:
      return what(CachedType<ValueType::F32>{});
    case ValueType::Q8_0:
      return what(CachedType<ValueType::Q8_0>{});
    case ValueType::Q4_0:
      return what(CachedType<ValueType::Q4_0>{});
    default:
      return what(CachedType<ValueType::F16>{});
  }
}

// Of a block; nothing for floats.
template <ValueType kType>
ALCOVE_INLINE F32 cachedScale(const std::byte* block) {
  if constexpr (isBlocked(kType)) return splatHalf(block);
  return splat(0);
}

// kLanes values from `column` on of a block whose scale is known, or of a row of floats.
template <ValueType kType>
ALCOVE_INLINE F32 loadCached(const std::byte* from, std::size_t column, F32 scale) {
  if constexpr (kType == ValueType::F32) {
    return load(reinterpret_cast<const float*>(from) + column);
  } else if constexpr (kType == ValueType::F16) {
    return loadHalf(from + 2 * column);
  } else {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(from) + 2;
    if constexpr (kType == ValueType::Q8_0) return mul(loadSignedBytes(bytes + column), scale);
    // Byte i holds values i and i + 16.
    constexpr std::size_t kHalf = kCachedBlock / 2;
    const F32 levels =
        column < kHalf ? loadLowNibbles(bytes + column) : loadHighNibbles(bytes + column - kHalf);
    return mul(sub(levels, splat(8)), scale);
  }
}

// Fewer values, at the end of a row of floats.
template <ValueType kType>
ALCOVE_INLINE F32 loadCachedPartial(const std::byte* from, std::size_t column, std::size_t n) {
  static_assert(!isBlocked(kType));
  if constexpr (kType == ValueType::F16) return loadHalfPartial(from + 2 * column, n);
  return loadPartial(reinterpret_cast<const float*>(from) + column, n);
}

// kVectors vectors of a row from `column` on. Where there are blocks, the vectors are within one or
// begin with one.
template <ValueType kType, int kVectors>
ALCOVE_INLINE void loadCachedVectors(const std::byte* row, std::size_t column,
                                     F32 (&to)[kVectors]) {
  const std::size_t inBlock = isBlocked(kType) ? column % kCachedBlock : column;
  const std::byte* block = row + cachedBytes(kType, column - inBlock);
  F32 scale = splat(0);
  for (std::size_t v = 0; v < kVectors; ++v) {
    const std::size_t offset = isBlocked(kType) ? v * kLanes % kCachedBlock : v * kLanes;
    const std::byte* from = block + cachedBytes(kType, v * kLanes - offset);
    if (offset == 0) scale = cachedScale<kType>(from);
    to[v] = loadCached<kType>(from, inBlock + offset, scale);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
