// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block: half scale, half minimum, then 16 bytes with nibbles as in Q4_0;
// value = scale × nibble + minimum.
constexpr int kValues = 32;
constexpr int kBytes = 20;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const float minimum = loadHalf(blocks + 2);
    for (int i = 0; i < kValues / 2; ++i)
      values[i] = scale * float(std::to_integer<int>(blocks[4 + i]) & 15) + minimum;
    for (int i = 0; i < kValues / 2; ++i)
      values[i + kValues / 2] = scale * float(std::to_integer<int>(blocks[4 + i]) >> 4) + minimum;
  }
}

void write(const SmallBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  storeHalf(bytes + 2, block.minimum);
  for (int i = 0; i < kValues / 2; ++i)
    bytes[4 + i] = std::byte(block.levels[i] | (block.levels[i + kValues / 2] << 4));
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {kValues, 0, 15, true};
  encodeSmallBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ4_1 = {3, "Q4_1", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
