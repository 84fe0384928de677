// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 16 sub-blocks of 16: 32 bytes that are the low 8 bits of grid points of
// eight values each, 16 bytes with a nibble for each point (its upper 3 bits, then the sign of its
// shift), 8 bytes that are four words with four times 3 bits of scale and in their upper nibbles
// the four nibbles of the half scale. step = scale × (1 + 2 sub-scale).
constexpr int kValues = 256;
constexpr int kBytes = 56;

float blockScale(const std::byte* scales) {
  unsigned half = 0;
  for (int i = 0; i < 4; ++i) half |= unsigned(loadU16(scales + 2 * i) >> 12) << (4 * i);
  return base::halfToFloat(std::uint16_t(half));
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const std::byte* scales = blocks + 48;
    const float scale = blockScale(scales);
    for (int i = 0; i < 32; ++i) {
      const int sub = i / 2;
      const int subScale = (loadU16(scales + sub / 4 * 2) >> (sub % 4 * 3)) & 7;
      const float step = scale * float(1 + 2 * subScale);
      const unsigned low = std::to_integer<unsigned>(blocks[i]);
      const unsigned upper = std::to_integer<unsigned>(blocks[32 + i / 2]) >> (i % 2 * 4);
      decodeIq1(kIq1Grid[low | ((upper & 7) << 8)], (upper & 8) != 0, step, values + 8 * i);
    }
  }
}

}  // namespace

constinit const BlockType kIQ1_M = {29, "IQ1_M", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
