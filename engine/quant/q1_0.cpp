// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 16 bytes; bit i % 8 of byte i / 8 is value i: scale where it is set,
// -scale where it is not.
constexpr int kValues = 128;
constexpr int kBytes = 18;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues; ++i) {
      const int bit = (std::to_integer<int>(blocks[2 + i / 8]) >> (i % 8)) & 1;
      values[i] = bit ? scale : -scale;
    }
  }
}

}  // namespace

constinit const BlockType kQ1_0 = {41, "Q1_0", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
