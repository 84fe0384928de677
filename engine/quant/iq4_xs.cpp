// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/levels.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, two bytes of which bit pair s is the upper
// two bits of scale s, 4 bytes with the low nibbles of two scales each, then 16 bytes for each
// sub-block with nibbles as in Q4_0. value = scale × (sub-scale - 32) × level of the nibble.
constexpr int kValues = 256;
constexpr int kBytes = 136;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const int upper = loadU16(blocks + 2);
    for (int sub = 0; sub < 8; ++sub) {
      const int low = (std::to_integer<int>(blocks[4 + sub / 2]) >> (sub % 2 * 4)) & 15;
      const int subScale = low | (((upper >> (2 * sub)) & 3) << 4);
      const float step = scale * float(subScale - 32);
      const std::byte* nibbles = blocks + 8 + 16 * sub;
      for (int i = 0; i < 16; ++i) {
        const int pair = std::to_integer<int>(nibbles[i]);
        values[32 * sub + i] = step * float(kIq4Levels[pair & 15]);
        values[32 * sub + 16 + i] = step * float(kIq4Levels[pair >> 4]);
      }
    }
  }
}

}  // namespace

constinit const BlockType kIQ4_XS = {23, "IQ4_XS", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
