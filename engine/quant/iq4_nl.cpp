// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"
#include "quant/levels.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 16 bytes with nibbles as in Q4_0; value = scale × level of the nibble.
constexpr int kValues = 32;
constexpr int kBytes = 18;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues / 2; ++i) {
      const int pair = std::to_integer<int>(blocks[2 + i]);
      values[i] = scale * float(kIq4Levels[pair & 15]);
      values[i + kValues / 2] = scale * float(kIq4Levels[pair >> 4]);
    }
  }
}

}  // namespace

constinit const BlockType kIQ4_NL = {20, "IQ4_NL", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
