// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/iq_grids.h"

namespace alcove::quant {
namespace {

// Block of 256 values in 8 sub-blocks of 32: half scale, 64 bytes that are the low 8 bits of grid
// points of four values each, 8 bytes with the ninth bits of eight points each, 32 bytes of signs
// of eight values each, 4 bytes with two scales each. step = scale × (1 + 2 sub-scale).
constexpr int kValues = 256;
constexpr int kBytes = 110;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int sub = 0; sub < 8; ++sub) {
      const unsigned ninthBits = std::to_integer<unsigned>(blocks[66 + sub]);
      const int subScale = (std::to_integer<int>(blocks[106 + sub / 2]) >> (sub % 2 * 4)) & 15;
      const float step = scale * float(1 + 2 * subScale);
      for (int i = 0; i < 8; ++i) {
        const unsigned low = std::to_integer<unsigned>(blocks[2 + 8 * sub + i]);
        const std::uint16_t point = kIq3SGrid[low | (((ninthBits >> i) & 1) << 8)];
        const unsigned signs = std::to_integer<unsigned>(blocks[74 + 4 * sub + i / 2]);
        decodeIq3(kIq3SLevels, point, signs >> (i % 2 * 4), step, values + 32 * sub + 4 * i);
      }
    }
  }
}

}  // namespace

constinit const BlockType kIQ3_S = {21, "IQ3_S", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
