// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, then for each sub-block 4 bytes that are
// grid points of eight values each, and 4 bytes with four times 7 bits of signs, then 4 bits of
// scale. step = scale × (1/2 + sub-scale) / 4.
constexpr int kValues = 256;
constexpr int kBytes = 66;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int sub = 0; sub < 8; ++sub) {
      const std::byte* points = blocks + 2 + 8 * sub;
      const std::uint32_t rest = loadU32(points + 4);
      const float step = scale * (0.5f + float(rest >> 28)) * 0.25f;
      for (int i = 0; i < 4; ++i) {
        const std::uint16_t point = kIq2XxsGrid[std::to_integer<std::size_t>(points[i])];
        decodeIq2(point, evenSigns(rest >> (7 * i)), step, values + 32 * sub + 8 * i);
      }
    }
  }
}

}  // namespace

constinit const BlockType kIQ2_XXS = {16, "IQ2_XXS", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
