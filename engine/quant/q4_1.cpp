// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block: half scale, half minimum, then 16 bytes with nibbles as in Q4_0;
// value = scale × nibble + minimum.
constexpr int kValues = 32;
constexpr int kBytes = 20;

void decode(const std::byte* blocks, float* values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const float minimum = loadHalf(blocks + 2);
    for (int i = 0; i < kValues / 2; ++i) {
      const int pair = std::to_integer<int>(blocks[4 + i]);
      values[i] = scale * float(pair & 15) + minimum;
      values[i + kValues / 2] = scale * float(pair >> 4) + minimum;
    }
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const auto [low, high] = std::minmax_element(values, values + kValues);
    storeHalf(blocks, (*high - *low) / 15);
    storeHalf(blocks + 2, *low);
    const float scale = loadHalf(blocks);
    const float minimum = loadHalf(blocks + 2);
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int i = 0; i < kValues / 2; ++i) {
      const int first = roundInto((values[i] - minimum) * inverse, 0, 15);
      const int second = roundInto((values[i + kValues / 2] - minimum) * inverse, 0, 15);
      blocks[4 + i] = std::byte(first | (second << 4));
    }
  }
}

}  // namespace

constinit const BlockType kQ4_1 = {3, "Q4_1", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
