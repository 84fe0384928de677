// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/half.h"

// Before a function that is worth compiling once for each generation of processors; which copy runs
// is found when the program starts. Sanitizers are not ready by then.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ALCOVE_FOR_PROCESSORS \
  __attribute__((target_clones("default", "arch=haswell", "arch=x86-64-v4")))
#else
#define ALCOVE_FOR_PROCESSORS
#endif

namespace alcove::quant {

// Blocks lie at any byte address; these read and write their little-endian parts.
inline std::uint16_t loadU16(const std::byte* p) noexcept {
  std::uint16_t value;
  std::memcpy(&value, p, sizeof value);
  return value;
}

inline std::uint32_t loadU32(const std::byte* p) noexcept {
  std::uint32_t value;
  std::memcpy(&value, p, sizeof value);
  return value;
}

inline float loadHalf(const std::byte* p) noexcept { return base::halfToFloat(loadU16(p)); }

inline void storeHalf(std::byte* p, float value) noexcept {
  const std::uint16_t half = base::floatToHalf(value);
  std::memcpy(p, &half, sizeof half);
}

// Rounds to the nearest integer and keeps it within [low, high]; NaN becomes low.
inline int roundInto(float value, int low, int high) noexcept {
  if (!(value > float(low))) return low;
  if (value >= float(high)) return high;
  return int(value + (value < 0 ? -0.5f : 0.5f));
}

}  // namespace alcove::quant
