// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) values[i] = loadHalf(blocks + 2 * i);
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding&) {
  for (std::size_t i = 0; i < count; ++i) storeHalf(blocks + 2 * i, values[i]);
}

}  // namespace

constinit const BlockType kF16 = {1, "F16", 1, 2, decode, encode};

}  // namespace alcove::quant
