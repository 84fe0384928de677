// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace alcove::quant {

// The IQ types store no values but points of a grid: a byte (and a few more bits) picks one of 256
// to 2048 combinations of four or eight levels, chosen by the format's author so that they lie
// where weights are. The grids are part of the format. Here a point is one number: level j in bits
// 2 j and 2 j + 1 (eight of three levels), or 3 j … 3 j + 2 (four of eight levels).
extern const std::uint16_t kIq1Grid[2048];
extern const std::uint16_t kIq2XxsGrid[256], kIq2XsGrid[512], kIq2SGrid[1024];
extern const std::uint16_t kIq3XxsGrid[256], kIq3SGrid[512];

inline constexpr float kIq2Levels[3] = {8, 25, 43};
inline constexpr float kIq3XxsLevels[8] = {4, 12, 20, 28, 36, 44, 52, 62};
inline constexpr float kIq3SLevels[8] = {1, 3, 5, 7, 9, 11, 13, 15};

// Eight signs of which only seven are stored, in the low bits: the number of minuses is even.
inline unsigned evenSigns(unsigned stored) noexcept {
  const unsigned seven = stored & 127;
  return seven | ((unsigned(std::popcount(seven)) & 1) << 7);
}

// Eight values; bit j of `signs` negates value j.
inline void decodeIq2(std::uint16_t point, unsigned signs, float step, float* values) noexcept {
  for (int j = 0; j < 8; ++j) {
    const float value = step * kIq2Levels[(point >> (2 * j)) & 3];
    values[j] = (signs >> j) & 1 ? -value : value;
  }
}

// Four values.
inline void decodeIq3(const float (&levels)[8], std::uint16_t point, unsigned signs, float step,
                      float* values) noexcept {
  for (int j = 0; j < 4; ++j) {
    const float value = step * levels[(point >> (3 * j)) & 7];
    values[j] = (signs >> j) & 1 ? -value : value;
  }
}

// Eight values of -1, 0 or 1, all shifted by an eighth up or down.
inline void decodeIq1(std::uint16_t point, bool down, float step, float* values) noexcept {
  const float shift = down ? -0.125f : 0.125f;
  for (int j = 0; j < 8; ++j) {
    values[j] = step * (float((point >> (2 * j)) & 3) - 1 + shift);
  }
}

}  // namespace alcove::quant
