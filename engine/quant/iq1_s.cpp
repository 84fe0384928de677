// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, 32 bytes that are the low 8 bits of grid
// points of eight values each, then for each sub-block two bytes: four times the upper 3 bits of a
// point, 3 bits of scale, the sign of the shift. step = scale × (1 + 2 sub-scale).
constexpr int kValues = 256;
constexpr int kBytes = 50;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int sub = 0; sub < 8; ++sub) {
      const unsigned rest = loadU16(blocks + 34 + 2 * sub);
      const float step = scale * float(1 + 2 * ((rest >> 12) & 7));
      for (int i = 0; i < 4; ++i) {
        const unsigned low = std::to_integer<unsigned>(blocks[2 + 4 * sub + i]);
        const std::uint16_t point = kIq1Grid[low | (((rest >> (3 * i)) & 7) << 8)];
        decodeIq1(point, (rest >> 15) != 0, step, values + 32 * sub + 8 * i);
      }
    }
  }
}

}  // namespace

constinit const BlockType kIQ1_S = {19, "IQ1_S", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
