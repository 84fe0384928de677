// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/matmul_wide.h"

// Wide batches on vectors of bytes; private to the kernels. For weights of few bits, whose own
// rounding is coarser than that of such activations.

namespace alcove::kernels::cpu {

// From here on: long prompts, which somebody waits for. Short ones, and the next tokens of many
// answers, stay as exact as a token alone.
inline constexpr std::size_t kByteTokens = 256;

// Groups of four columns in a block.
inline constexpr int kByteGroups = int(kSubColumns / 4);

// Activations lie around this, from 1 to 255.
inline constexpr std::uint8_t kByteZero = 128;
inline constexpr int kByteLargest = 127;

// A single large value would coarsen the 31 others. So where one stands out, the four columns of
// its group have a second digit, and the others set the scale.
inline constexpr float kOutstanding = 18;  // times the mean square of its block
inline constexpr int kHighBits = 7;
inline constexpr int kHighDigit = 1 << kHighBits;  // what a second digit counts
inline constexpr int kHighLargest = 127 * kHighDigit;

// 32 activations of one token, each as one byte but those of one group, which may have two.
struct ByteBlock {
  std::uint8_t values[kSubColumns];  // kByteZero + integer
  std::int8_t high[4];               // second digits of the columns of one group; zeros if none
  std::int32_t highGroup;            // 0 … 7
  float scale;                       // activation = scale × (integer + kHighDigit × second digit)
  float sum;                         // of the activations as quantised
  float firstSum;                    // of the first 16
  float secondSum;                   // of the others
};
static_assert(sizeof(ByteBlock) == 56);

// 32 columns of a row group, unpacked, where products of pairs add up in 16 bits: values[g][r]
// holds columns 4g … 4g + 3 of row r.
struct alignas(64) ByteStrip {
  std::int8_t values[kSubColumns / 4][kGroupRows][4];
  std::int16_t factors[2][kGroupRows][2];  // of each half; each twice
  std::int32_t offset[kGroupRows];         // minus what kByteZero in all activations adds
  float scale[kGroupRows];                 // weight = scale × factor × value + minimum
  float minimum[kGroupRows];               // as WeightStrip
  float secondMinimum[kGroupRows];
};

}  // namespace alcove::kernels::cpu
