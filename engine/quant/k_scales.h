// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace alcove::quant {

// Q4_K and Q5_K hold eight 6-bit scales and eight 6-bit minimums in 12 bytes: the low six bits of
// bytes 0-3 are scales 0-3, those of bytes 4-7 minimums 0-3; bytes 8-11 hold the low nibbles of
// scales (low) and minimums (high) 4-7, whose upper two bits are the top bits of bytes 0-3 and 4-7.
struct SubBlock {
  int scale;
  int minimum;
};

inline SubBlock subBlock(const std::byte* packed, int index) noexcept {
  const auto at = [packed](int i) { return std::to_integer<int>(packed[i]); };
  if (index < 4) return {at(index) & 63, at(index + 4) & 63};
  return {(at(index + 4) & 15) | ((at(index - 4) >> 6) << 4),
          (at(index + 4) >> 4) | ((at(index) >> 6) << 4)};
}

// Writes all 12 bytes.
inline void storeSubBlocks(const int* scales, const int* minimums, std::byte* packed) noexcept {
  for (int i = 0; i < 4; ++i) {
    packed[i] = std::byte(scales[i] | ((scales[i + 4] >> 4) << 6));
    packed[i + 4] = std::byte(minimums[i] | ((minimums[i + 4] >> 4) << 6));
    packed[i + 8] = std::byte((scales[i + 4] & 15) | ((minimums[i + 4] & 15) << 4));
  }
}

}  // namespace alcove::quant
