// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 16 sub-blocks of 16: 16 bytes with the sub-block's scale in the low and
// its minimum in the high nibble, 64 bytes of bit pairs, half scale, half scale of minimums. 32
// bytes hold 128 values: bit pair r of byte i is value 32 r + i. value = scale × sub-scale × pair -
// minimum scale × sub-minimum.
constexpr int kValues = 256;
constexpr int kBytes = 84;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks + 80);
    const float minimumScale = loadHalf(blocks + 82);
    for (int sub = 0; sub < 16; ++sub) {
      const int packed = std::to_integer<int>(blocks[sub]);
      const float step = scale * float(packed & 15);
      const float minimum = minimumScale * float(packed >> 4);
      const std::byte* pairs = blocks + 16 + sub / 8 * 32 + sub % 2 * 16;
      const int shift = sub % 8 / 2 * 2;
      for (int i = 0; i < 16; ++i) {
        const int pair = (std::to_integer<int>(pairs[i]) >> shift) & 3;
        values[16 * sub + i] = step * float(pair) - minimum;
      }
    }
  }
}

void write(const SuperBlock& block, std::byte* bytes) {
  for (int sub = 0; sub < 16; ++sub)
    bytes[sub] = std::byte(block.codes[sub] | (block.minimumCodes[sub] << 4));
  storeBitPairs(block.levels, bytes + 16);
  storeHalf(bytes + 80, block.scale);
  storeHalf(bytes + 82, block.minimumScale);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {16, 0, 3, true, 0, 15};
  encodeSuperBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ2_K = {10, "Q2_K", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
