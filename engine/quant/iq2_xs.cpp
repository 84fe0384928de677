// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, 32 words of two bytes for eight values
// each (9 bits of grid point, 7 bits of signs), then 8 bytes with the scale of a sub-block's first
// half in the low and of its second half in the high nibble. step = scale × (1/2 + sub-scale) / 4.
constexpr int kValues = 256;
constexpr int kBytes = 74;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < 32; ++i) {
      const unsigned word = loadU16(blocks + 2 + 2 * i);
      const int scales = std::to_integer<int>(blocks[66 + i / 4]);
      const int subScale = (scales >> (i % 4 / 2 * 4)) & 15;
      const float step = scale * (0.5f + float(subScale)) * 0.25f;
      decodeIq2(kIq2XsGrid[word & 511], evenSigns(word >> 9), step, values + 8 * i);
    }
  }
}

}  // namespace

constinit const BlockType kIQ2_XS = {17, "IQ2_XS", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
