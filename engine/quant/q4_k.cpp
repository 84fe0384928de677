// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"
#include "quant/k_scales.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, half scale of minimums, 12 bytes of
// sub-block scales, 128 bytes of nibbles. 32 bytes hold two sub-blocks: the first in the low
// nibbles, the second in the high ones. value = scale × sub-scale × nibble - minimum.
constexpr int kValues = 256;
constexpr int kBytes = 144;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const float minimumScale = loadHalf(blocks + 2);
    for (int sub = 0; sub < 8; ++sub) {
      const SubBlock s = subBlock(blocks + 4, sub);
      const float step = scale * float(s.scale);
      const float minimum = minimumScale * float(s.minimum);
      const std::byte* nibbles = blocks + 16 + 32 * (sub / 2);
      const int shift = 4 * (sub % 2);
      for (int i = 0; i < 32; ++i) {
        const int nibble = (std::to_integer<int>(nibbles[i]) >> shift) & 15;
        values[32 * sub + i] = step * float(nibble) - minimum;
      }
    }
  }
}

void write(const SuperBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  storeHalf(bytes + 2, block.minimumScale);
  storeSubBlocks(block.codes, block.minimumCodes, bytes + 4);
  for (int i = 0; i < kValues / 2; ++i) {
    const std::uint8_t* pair = block.levels + 64 * (i / 32) + i % 32;
    bytes[16 + i] = std::byte(pair[0] | (pair[32] << 4));
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {32, 0, 15, true, 0, 63};
  encodeSuperBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ4_K = {12, "Q4_K", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
