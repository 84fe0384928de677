// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace alcove::base {

// IEEE 754 binary16 to binary32, exact for every bit pattern (subnormals, infinities, NaN).
[[nodiscard]] inline float halfToFloat(std::uint16_t h) noexcept {
  // Without branches, so that compilers do many at a time.
  constexpr std::uint32_t kBias = 112u << 23;  // between the two exponents
  const std::uint32_t sign = std::uint32_t(h & 0x8000u) << 16;
  const std::uint32_t magnitude = std::uint32_t(h & 0x7fffu) << 13;
  const bool special = magnitude >= 0x0f800000u, subnormal = magnitude < 0x00800000u;
  const std::uint32_t normal = magnitude + kBias + (special ? kBias : 0);
  // The mantissa behind a leading one, which is then taken away again.
  const float shifted = std::bit_cast<float>(magnitude + kBias + (1u << 23)) - 0x1p-14f;
  return std::bit_cast<float>(sign | (subnormal ? std::bit_cast<std::uint32_t>(shifted) : normal));
}

// binary32 to binary16, rounding to nearest even; overflow becomes infinity, NaN stays NaN.
[[nodiscard]] inline std::uint16_t floatToHalf(float f) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(f);
  const std::uint16_t sign = std::uint16_t((bits >> 16) & 0x8000u);
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return sign | 0x7e00u;
  if (magnitude >= 0x477ff000u) return sign | 0x7c00u;
  if (magnitude < 0x38800000u) {
    // Adding 0.5 aligns the value's units with 2^-24, the spacing of subnormal halves, so that
    // the hardware's own rounding does the work.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return std::uint16_t(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3f000000u));
  }
  const std::uint32_t odd = (magnitude >> 13) & 1u;
  return std::uint16_t(sign | ((magnitude - 0x38000000u + 0xfffu + odd) >> 13));
}

// bfloat16 is the upper half of binary32.
[[nodiscard]] inline float bfloat16ToFloat(std::uint16_t b) noexcept {
  return std::bit_cast<float>(std::uint32_t(b) << 16);
}

// Rounds to nearest even; NaN stays NaN.
[[nodiscard]] inline std::uint16_t floatToBfloat16(float f) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(f);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return std::uint16_t((bits >> 16) | 0x40u);
  return std::uint16_t((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

}  // namespace alcove::base
