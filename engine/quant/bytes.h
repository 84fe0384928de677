// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/half.h"

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
