// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 16 bytes; byte i holds value i in its low and value i + 16 in its high
// nibble; value = scale × (nibble - 8).
constexpr int kValues = 32;
constexpr int kBytes = 18;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues / 2; ++i)
      values[i] = scale * float((std::to_integer<int>(blocks[2 + i]) & 15) - 8);
    for (int i = 0; i < kValues / 2; ++i)
      values[i + kValues / 2] = scale * float((std::to_integer<int>(blocks[2 + i]) >> 4) - 8);
  }
}

void write(const SmallBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  for (int i = 0; i < kValues / 2; ++i)
    bytes[2 + i] = std::byte(block.levels[i] | (block.levels[i + kValues / 2] << 4));
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {kValues, -8, 7, false};
  encodeSmallBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ4_0 = {2, "Q4_0", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
