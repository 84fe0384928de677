// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  if (count != 0) std::memcpy(values, blocks, count * sizeof(float));
}

void encode(const float* values, std::byte* blocks, std::size_t count, const Encoding&) {
  if (count != 0) std::memcpy(blocks, values, count * sizeof(float));
}

}  // namespace

constinit const BlockType kF32 = {0, "F32", 1, 4, decode, encode};

}  // namespace alcove::quant
