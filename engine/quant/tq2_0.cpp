// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block of 256 values: 64 bytes of bit pairs, half scale. 32 bytes hold 128 values: bit pair r of
// byte i is value 32 r + i. value = scale × (pair - 1).
constexpr int kValues = 256;
constexpr int kBytes = 66;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks + 64);
    for (int i = 0; i < kValues; ++i) {
      const int byte = std::to_integer<int>(blocks[i / 128 * 32 + i % 32]);
      values[i] = scale * float(((byte >> (i % 128 / 32 * 2)) & 3) - 1);
    }
  }
}

}  // namespace

constinit const BlockType kTQ2_0 = {35, "TQ2_0", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
