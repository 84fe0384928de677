// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"
#include "quant/k_scales.h"

namespace alcove::quant {
namespace {

// As Q4_K, with 32 more bytes before the nibbles: bit s of byte i is the fifth bit of value i of
// sub-block s.
constexpr int kValues = 256;
constexpr int kBytes = 176;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    const float minimumScale = loadHalf(blocks + 2);
    const std::byte* fifthBits = blocks + 16;
    for (int sub = 0; sub < 8; ++sub) {
      const SubBlock s = subBlock(blocks + 4, sub);
      const float step = scale * float(s.scale);
      const float minimum = minimumScale * float(s.minimum);
      const std::byte* nibbles = blocks + 48 + 32 * (sub / 2);
      const int shift = 4 * (sub % 2);
      for (int i = 0; i < 32; ++i) {
        const int nibble = (std::to_integer<int>(nibbles[i]) >> shift) & 15;
        const int fifth = (std::to_integer<int>(fifthBits[i]) >> sub) & 1;
        values[32 * sub + i] = step * float(nibble | (fifth << 4)) - minimum;
      }
    }
  }
}

void write(const SuperBlock& block, std::byte* bytes) {
  storeHalf(bytes, block.scale);
  storeHalf(bytes + 2, block.minimumScale);
  storeSubBlocks(block.codes, block.minimumCodes, bytes + 4);
  for (int i = 0; i < 32; ++i) {
    int fifthBits = 0;
    for (int sub = 0; sub < 8; ++sub) fifthBits |= (block.levels[32 * sub + i] >> 4) << sub;
    bytes[16 + i] = std::byte(fifthBits);
  }
  for (int i = 0; i < kValues / 2; ++i) {
    const std::uint8_t* pair = block.levels + 64 * (i / 32) + i % 32;
    bytes[48 + i] = std::byte((pair[0] & 15) | ((pair[32] & 15) << 4));
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {32, 0, 31, true, 0, 63};
  encodeSuperBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ5_K = {13, "Q5_K", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
