// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/levels.h"

namespace alcove::quant {
namespace {

// Block of 64 values in 4 sub-blocks of 16: a byte of scale for each, then 8 bytes for each with
// value i in the low and value i + 8 in the high nibble of byte i, both 4-bit floats (E2M1). The
// scale is an unsigned float of 4 exponent and 3 mantissa bits (UE4M3, bias 7), of which 0x7f
// counts as zero. The levels are doubled floats, the scale is halved.
constexpr int kValues = 64;
constexpr int kBytes = 36;

// The uppermost bit means nothing.
float halvedScale(unsigned bits) {
  if (bits == 0x7f) return 0;
  const unsigned exponent = (bits >> 3) & 15;
  const float mantissa = float(bits & 7);
  if (exponent == 0) return std::ldexp(mantissa, -10);
  return std::ldexp(8 + mantissa, int(exponent) - 11);
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    for (int sub = 0; sub < 4; ++sub) {
      const float scale = halvedScale(std::to_integer<unsigned>(blocks[sub]));
      for (int i = 0; i < 8; ++i) {
        const int pair = std::to_integer<int>(blocks[4 + 8 * sub + i]);
        values[16 * sub + i] = scale * float(kFp4Levels[pair & 15]);
        values[16 * sub + 8 + i] = scale * float(kFp4Levels[pair >> 4]);
      }
    }
  }
}

}  // namespace

constinit const BlockType kNVFP4 = {40, "NVFP4", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
