// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 16 sub-blocks of 16: 32 bytes of third bits (bit r of byte i: value
// 32 r + i), 64 bytes of bit pairs (as in Q2_K), 12 bytes of 6-bit scales, half scale.
// value = scale × (sub-scale - 32) × (three bits - 4).
constexpr int kValues = 256;
constexpr int kBytes = 110;

// Bytes 0-7 hold the low four bits of scales 0-7 in their low and of 8-15 in their high nibbles;
// bit pair p of byte 8 + i holds the upper two bits of scale 4 p + i.
int subScale(const std::byte* packed, int sub) {
  const int low = (std::to_integer<int>(packed[sub % 8]) >> (sub / 8 * 4)) & 15;
  const int high = (std::to_integer<int>(packed[8 + sub % 4]) >> (sub / 4 * 2)) & 3;
  return (low | (high << 4)) - 32;
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks + 108);
    for (int sub = 0; sub < 16; ++sub) {
      const float step = scale * float(subScale(blocks + 96, sub));
      const std::byte* thirdBits = blocks + sub % 2 * 16;
      const std::byte* pairs = blocks + 32 + sub / 8 * 32 + sub % 2 * 16;
      const int shift = sub % 8 / 2 * 2;
      for (int i = 0; i < 16; ++i) {
        const int pair = (std::to_integer<int>(pairs[i]) >> shift) & 3;
        const int third = (std::to_integer<int>(thirdBits[i]) >> (sub / 2)) & 1;
        values[16 * sub + i] = step * float((pair | (third << 2)) - 4);
      }
    }
  }
}

void storeSubScales(const int* scales, std::byte* packed) {
  const auto bits = [scales](int sub) { return scales[sub] + 32; };
  for (int i = 0; i < 8; ++i) packed[i] = std::byte((bits(i) & 15) | ((bits(i + 8) & 15) << 4));
  for (int i = 0; i < 4; ++i) {
    int pairs = 0;
    for (int p = 0; p < 4; ++p) pairs |= (bits(4 * p + i) >> 4) << (2 * p);
    packed[8 + i] = std::byte(pairs);
  }
}

void write(const SuperBlock& block, std::byte* bytes) {
  for (int i = 0; i < 32; ++i) {
    int thirdBits = 0;
    for (int run = 0; run < 8; ++run) thirdBits |= (block.levels[32 * run + i] >> 2) << run;
    bytes[i] = std::byte(thirdBits);
  }
  storeBitPairs(block.levels, bytes + 32);
  storeSubScales(block.codes, bytes + 96);
  storeHalf(bytes + 108, block.scale);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {16, -4, 3, false, -32, 31};
  encodeSuperBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ3_K = {11, "Q3_K", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
