// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = base::bfloat16ToFloat(loadU16(blocks + 2 * i));
  }
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding&) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t bits = base::floatToBfloat16(values[i]);
    std::memcpy(blocks + 2 * i, &bits, sizeof bits);
  }
}

}  // namespace

constinit const BlockType kBF16 = {30, "BF16", 1, 2, decode, encode};

}  // namespace alcove::quant
