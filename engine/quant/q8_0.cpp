// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block: half scale, then 32 signed bytes; value = scale × byte.
constexpr int kValues = 32;
constexpr int kBytes = 34;

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues; ++i) values[i] = scale * float(std::int8_t(blocks[2 + i]));
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding&) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    float largest = 0;
    for (int i = 0; i < kValues; ++i) largest = std::max(largest, std::fabs(values[i]));
    storeHalf(blocks, largest / 127);
    const float scale = loadHalf(blocks);
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int i = 0; i < kValues; ++i) {
      blocks[2 + i] = std::byte(std::int8_t(roundInto(values[i] * inverse, -127, 127)));
    }
  }
}

}  // namespace

constinit const BlockType kQ8_0 = {8, "Q8_0", kValues, kBytes, decode, encode};

}  // namespace alcove::quant
