// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// A type that nobody has. Block: half scale, then 4 signed bytes; value = scale × byte.
constexpr int kValues = 4;
constexpr int kBytes = 6;

void decode(const std::byte* blocks, float* values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes, values += kValues) {
    const float scale = loadHalf(blocks);
    for (int i = 0; i < kValues; ++i) values[i] = scale * float(std::int8_t(blocks[2 + i]));
  }
}

}  // namespace

constinit const BlockType kDUMMY = {250, "DUMMY", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
