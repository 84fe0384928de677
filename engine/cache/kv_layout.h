// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "quant/block_type.h"

namespace alcove::cache {

using BlockId = std::uint32_t;
inline constexpr BlockId kNoBlock = std::numeric_limits<BlockId>::max();

// The shape of a paged KV cache. A block holds `blockTokens` consecutive tokens of one sequence,
// for all layers. Per layer, K is [blocks, kvHeads, blockTokens, keyDim] and V is
// [blocks, kvHeads, blockTokens, valueDim], innermost last, in types of their own: F32, F16, or
// Q8_0 and Q4_0 with blocks along the innermost size.
struct KvLayout {
  std::uint32_t layers = 0;
  std::uint32_t kvHeads = 0;
  std::uint32_t keyDim = 0;
  std::uint32_t valueDim = 0;
  std::uint32_t blockTokens = 16;
  const quant::BlockType* keyType = &quant::kF16;
  const quant::BlockType* valueType = &quant::kF16;

  [[nodiscard]] std::size_t keyBlockBytes() const {
    return std::size_t(kvHeads) * blockTokens * quant::rowBytes(*keyType, keyDim);
  }
  [[nodiscard]] std::size_t valueBlockBytes() const {
    return std::size_t(kvHeads) * blockTokens * quant::rowBytes(*valueType, valueDim);
  }
  [[nodiscard]] std::size_t bytesPerToken() const { return blockBytes() / blockTokens; }
  // One block in all layers, K and V.
  [[nodiscard]] std::size_t blockBytes() const {
    return std::size_t(layers) * (keyBlockBytes() + valueBlockBytes());
  }
};

// Where the blocks of one layer lie: block b starts at keys + b × keyBlockBytes().
struct KvLayerView {
  std::byte* keys = nullptr;
  std::byte* values = nullptr;
};

}  // namespace alcove::cache
