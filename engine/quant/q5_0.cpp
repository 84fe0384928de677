// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block: half scale, 4 bytes whose bit i is the fifth bit of value i, then 16 bytes with nibbles as
// in Q4_0; value = scale × (five bits - 16).
constexpr int kValues = 32;
constexpr int kBytes = 22;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const std::uint32_t fifthBits = loadU32(blocks + 2);
    for (int half = 0; half < 2; ++half) {
      for (int i = 0; i < kValues / 2; ++i) {
        const int nibble = (std::to_integer<int>(blocks[6 + i]) >> (4 * half)) & 15;
        const int fifth = int(fifthBits >> (16 * half + i)) & 1;
        values[16 * half + i] = scale * float((nibble | (fifth << 4)) - 16);
      }
    }
  }
}

void write(const SmallBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  storeFiveBits(block.levels, bytes + 2, bytes + 6);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {kValues, -16, 15, false};
  encodeSmallBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ5_0 = {6, "Q5_0", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
