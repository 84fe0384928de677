// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, 64 bytes that are grid points of four
// values each, then for each sub-block 4 bytes with four times 7 bits of signs of eight values and
// 4 bits of scale. step = scale × (1/2 + sub-scale) / 2.
constexpr int kValues = 256;
constexpr int kBytes = 98;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int sub = 0; sub < 8; ++sub) {
      const std::byte* points = blocks + 2 + 8 * sub;
      const std::uint32_t rest = loadU32(blocks + 66 + 4 * sub);
      const float step = scale * (0.5f + float(rest >> 28)) * 0.5f;
      for (int i = 0; i < 8; ++i) {
        const std::uint16_t point = kIq3XxsGrid[std::to_integer<std::size_t>(points[i])];
        const unsigned signs = evenSigns(rest >> (i / 2 * 7)) >> (i % 2 * 4);
        decodeIq3(kIq3XxsLevels, point, signs, step, values + 32 * sub + 4 * i);
      }
    }
  }
}

}  // namespace

constinit const BlockType kIQ3_XXS = {18, "IQ3_XXS", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
