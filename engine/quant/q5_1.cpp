// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block: half scale, half minimum, 4 bytes whose bit i is the fifth bit of value i, then 16 bytes
// with nibbles as in Q4_0; value = scale × five bits + minimum.
constexpr int kValues = 32;
constexpr int kBytes = 24;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const float minimum = loadHalf(blocks + 2);
    const std::uint32_t fifthBits = loadU32(blocks + 4);
    for (int half = 0; half < 2; ++half) {
      for (int i = 0; i < kValues / 2; ++i) {
        const int nibble = (std::to_integer<int>(blocks[8 + i]) >> (4 * half)) & 15;
        const int fifth = int(fifthBits >> (16 * half + i)) & 1;
        values[16 * half + i] = scale * float(nibble | (fifth << 4)) + minimum;
      }
    }
  }
}

void write(const SmallBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  storeHalf(bytes + 2, block.minimum);
  storeFiveBits(block.levels, bytes + 4, bytes + 8);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {kValues, 0, 31, true};
  encodeSmallBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ5_1 = {7, "Q5_1", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
