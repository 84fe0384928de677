// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/encode_blocks.h"

namespace alcove::quant {
namespace {

// Block of 256 values: 128 bytes of low nibbles, 64 bytes of upper bit pairs, 16 signed sub-block
// scales (16 values each), half scale. Each half of the block has 4 runs of 32 values: runs 0 and 1
// are the low nibbles of its 64 bytes, runs 2 and 3 the high ones; bit pair r of the upper byte i
// belongs to value i of run r. value = scale × sub-scale × (six bits - 32).
constexpr int kValues = 256;
constexpr int kBytes = 210;

inline void decodeHalf(const std::byte* low, const std::byte* upper, const std::byte* scales,
                       float scale, float* __restrict values) {
  for (int run = 0; run < 4; ++run) {
    const std::byte* nibbles = low + 32 * (run % 2);
    const int shift = 4 * (run / 2);
    for (int sub = 0; sub < 2; ++sub) {
      const float step = scale * float(std::int8_t(scales[2 * run + sub]));
      for (int i = 16 * sub; i < 16 * sub + 16; ++i) {
        const int nibble = (std::to_integer<int>(nibbles[i]) >> shift) & 15;
        const int pair = (std::to_integer<int>(upper[i]) >> (2 * run)) & 3;
        values[32 * run + i] = step * float((nibble | (pair << 4)) - 32);
      }
    }
  }
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks + 208);
    for (int half = 0; half < 2; ++half) {
      decodeHalf(blocks + 64 * half, blocks + 128 + 32 * half, blocks + 192 + 8 * half, scale,
                 values + 128 * half);
    }
  }
}

void writeHalf(const std::uint8_t* levels, std::byte* low, std::byte* upper) {
  for (int i = 0; i < 64; ++i) low[i] = std::byte((levels[i] & 15) | ((levels[i + 64] & 15) << 4));
  for (int i = 0; i < 32; ++i) {
    int pairs = 0;
    for (int run = 0; run < 4; ++run) pairs |= (levels[32 * run + i] >> 4) << (2 * run);
    upper[i] = std::byte(pairs);
  }
}

void write(const SuperBlock& block, std::byte* bytes) {
  for (int half = 0; half < 2; ++half)
    writeHalf(block.levels + 128 * half, bytes + 64 * half, bytes + 128 + 32 * half);
  for (int group = 0; group < 16; ++group) bytes[192 + group] = std::byte(block.codes[group]);
  storeHalf(bytes + 208, block.scale);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding& encoding) {
  constexpr BlockLevels kLevels = {16, -32, 31, false, -128, 127};
  encodeSuperBlocks(kLevels, values, blocks, count, kBytes, encoding, write);
}

}  // namespace

constinit const BlockType kQ6_K = {14, "Q6_K", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
