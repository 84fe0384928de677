// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace alcove::cache {

// How far back tokens look in a cache whose layers all have a sliding window, in whole blocks.
struct AttentionWindow {
  std::uint32_t tokens = 0;  // of the layer that sees most, the token itself among them; 0: all
  std::uint32_t blockTokens = 0;

  // The first block that is still of use once `size` tokens are stored: the next token sees it, or
  // the block that is being filled is named after it.
  [[nodiscard]] std::size_t firstBlock(std::size_t size) const {
    if (tokens == 0 || size < blockTokens) return 0;
    const std::size_t firstSeen = size + 1 - std::min<std::size_t>(size + 1, tokens);
    return std::min(firstSeen, size - blockTokens) / blockTokens;
  }

  // As many tokens as the blocks have room for that a sequence of any length has at once, if at
  // most `batchTokens` are computed before those behind the window are released.
  [[nodiscard]] std::size_t mostTokens(std::uint32_t batchTokens) const {
    if (tokens == 0) return std::numeric_limits<std::size_t>::max();
    const std::size_t before = std::max(tokens - 1, blockTokens);
    // What is held begins and ends anywhere in a block.
    return (before + batchTokens + 2 * std::size_t(blockTokens) - 2) / blockTokens * blockTokens;
  }
};

}  // namespace alcove::cache
