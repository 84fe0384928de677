// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, 32 bytes that are the low 8 bits of grid
// points of eight values each, 32 bytes of their signs, 8 bytes with the upper two bits of four
// points each, 8 bytes of scales as in IQ2_XS. step = scale × (1/2 + sub-scale) / 4.
constexpr int kValues = 256;
constexpr int kBytes = 82;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < 32; ++i) {
      const unsigned low = std::to_integer<unsigned>(blocks[2 + i]);
      const unsigned signs = std::to_integer<unsigned>(blocks[34 + i]);
      const unsigned upper = (std::to_integer<unsigned>(blocks[66 + i / 4]) >> (i % 4 * 2)) & 3;
      const int scales = std::to_integer<int>(blocks[74 + i / 4]);
      const int subScale = (scales >> (i % 4 / 2 * 4)) & 15;
      const float step = scale * (0.5f + float(subScale)) * 0.25f;
      decodeIq2(kIq2SGrid[low | (upper << 8)], signs, step, values + 8 * i);
    }
  }
}

}  // namespace

constinit const BlockType kIQ2_S = {22, "IQ2_S", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
