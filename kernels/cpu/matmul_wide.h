// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/matmul.h"
#include "cpu/packed_layout.h"

// Wide batches on vectors of 16-bit integers; private to the kernels. The weights of a row group
// are widened once for many tokens, so nothing is unpacked in the innermost loop, and an activation
// is one integer instead of two terms: half the conversions and scales.

namespace alcove::kernels::cpu {

// From here on widening the weights pays.
inline constexpr std::size_t kWideTokens = 8;

// The largest activation of a block comes to ±this: 32 products with the largest weights, which are
// 32 × 128 (Q6_K with its scale), fit 32 bits.
inline constexpr int kWideLargest = 16383;

// 32 activations of one token.
struct WideBlock {
  std::int16_t values[kSubColumns];  // of every four columns the first, third, second and fourth
  float scale;                       // activation = scale × value
  float sum;                         // of the activations as quantised
  float firstSum;                    // of the first 16
  float secondSum;                   // of the others
};
static_assert(sizeof(WideBlock) == 80);

// A token's blocks lie together for so many columns at a time, and those of all tokens of the batch
// behind each other: what meets one part of the weights is read in one sweep.
inline constexpr std::size_t kSpanBlocks = 8;

// Where block `block` of token `token` lies.
[[nodiscard]] constexpr std::size_t wideBlockIndex(std::size_t token, std::size_t block,
                                                   std::size_t tokens, std::size_t blocks) {
  const std::size_t span = block / kSpanBlocks * kSpanBlocks;
  const std::size_t width = blocks - span < kSpanBlocks ? blocks - span : kSpanBlocks;
  return span * tokens + token * width + (block - span);
}

// 32 columns of a row group, widened. Of row r, values[2g][r] holds columns 4g and 4g + 2, and
// values[2g + 1][r] columns 4g + 1 and 4g + 3.
struct alignas(64) WeightStrip {
  std::int16_t values[kSubColumns / 2][kGroupRows][2];
  float scale[kGroupRows];          // weight = scale × integer + minimum
  float minimum[kGroupRows];        // of the first 16 columns for types with two, else of all
  float secondMinimum[kGroupRows];  // of the others
};

// Tokens for which a span is widened once: their sums stay near, in the second-level cache.
inline constexpr std::size_t kWideChunk = 512;

template <class Strip>
struct WideScratch {
  Strip strips[kSpanBlocks];
  float sums[kWideChunk][kGroupRows];
};

}  // namespace alcove::kernels::cpu
