// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/levels.h"

namespace alcove::quant {
namespace {

// Block: one byte e, then 16 bytes with nibbles as in Q4_0, each a 4-bit float (E2M1);
// value = 2^(e - 127) × float. From the OCP Microscaling Formats specification 1.0; as in ggml, the
// byte 255 is no NaN but one more power of two. The levels are doubled floats, the scale is halved.
constexpr int kValues = 32;
constexpr int kBytes = 17;

// 2^(exponent - 128); the smallest two are below the normal floats.
float halvedPower(unsigned exponent) {
  return std::bit_cast<float>(exponent < 2 ? 0x00200000u << exponent : (exponent - 1) << 23);
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = halvedPower(std::to_integer<unsigned>(blocks[0]));
    for (int i = 0; i < kValues / 2; ++i) {
      const int pair = std::to_integer<int>(blocks[1 + i]);
      values[i] = scale * float(kFp4Levels[pair & 15]);
      values[i + kValues / 2] = scale * float(kFp4Levels[pair >> 4]);
    }
  }
}

}  // namespace

constinit const BlockType kMXFP4 = {39, "MXFP4", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
