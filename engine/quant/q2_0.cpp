// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 16 bytes; bit pair i % 4 of byte i / 4 is value i;
// value = scale × (pair - 1).
constexpr int kValues = 64;
constexpr int kBytes = 18;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues; ++i) {
      const int pair = (std::to_integer<int>(blocks[2 + i / 4]) >> (i % 4 * 2)) & 3;
      values[i] = scale * float(pair - 1);
    }
  }
}

}  // namespace

constinit const BlockType kQ2_0 = {42, "Q2_0", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
