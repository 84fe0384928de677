// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 16 bytes; byte i holds value i in its low and value i + 16 in its high
// nibble; value = scale × (nibble - 8).
constexpr int kValues = 32;
constexpr int kBytes = 18;

void decode(const std::byte* blocks, float* values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues / 2; ++i) {
      const int pair = std::to_integer<int>(blocks[2 + i]);
      values[i] = scale * float((pair & 15) - 8);
      values[i + kValues / 2] = scale * float((pair >> 4) - 8);
    }
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    // The value of largest magnitude becomes -8, the only nibble without a positive partner.
    float extreme = 0;
    for (int i = 0; i < kValues; ++i) {
      if (std::fabs(values[i]) > std::fabs(extreme)) extreme = values[i];
    }
    storeHalf(blocks, extreme / -8);
    const float scale = loadHalf(blocks);
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int i = 0; i < kValues / 2; ++i) {
      const int low = roundInto(values[i] * inverse, -8, 7) + 8;
      const int high = roundInto(values[i + kValues / 2] * inverse, -8, 7) + 8;
      blocks[2 + i] = std::byte(low | (high << 4));
    }
  }
}

}  // namespace

constinit const BlockType kQ4_0 = {2, "Q4_0", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
