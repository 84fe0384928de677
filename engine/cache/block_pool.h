// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cache/kv_layout.h"
#include "cache/prefix_index.h"

namespace alcove::cache {

// Who holds which block. A block is free, held (counted once per sequence that has it), or kept:
// held by nobody, but still findable by its tokens. Kept blocks are given away again, least
// recently used first, when no free one is left; a sequence gives back its last block first, so
// the end of a prefix goes before its beginning. Not synchronised.
class BlockPool {
 public:
  BlockPool(std::uint32_t blocks, std::uint32_t blockTokens);

  // A block with one holder and undefined contents; nothing if all are held.
  [[nodiscard]] std::optional<BlockId> take();
  // REQUIRES: the block is held.
  void retain(BlockId block);
  // One holder less. REQUIRES: the block is held.
  void release(BlockId block);

  // The blocks whose contents are the whole blocks that `tokens` starts with, as many as are
  // known of sequences with this start (kNoBlock or kOtherStart); each gets one more holder.
  [[nodiscard]] std::vector<BlockId> match(BlockId start, std::span<const std::int32_t> tokens);

  // Makes a held, full block findable as what follows `parent` (or a start). If an equal
  // block is known already, that one is returned with the caller as holder in place of `block`,
  // which the caller no longer holds; otherwise `block` itself. REQUIRES: `parent` was published.
  [[nodiscard]] BlockId publish(BlockId parent, std::span<const std::int32_t> tokens,
                                BlockId block);

  // True if the only holder may write: nobody else holds the block or could find it.
  [[nodiscard]] bool writable(BlockId block) const {
    return m_blocks[block].holders == 1 && !m_index.contains(block);
  }
  [[nodiscard]] std::uint32_t holders(BlockId block) const { return m_blocks[block].holders; }

  [[nodiscard]] std::uint32_t blockTokens() const noexcept { return m_blockTokens; }
  [[nodiscard]] std::uint32_t total() const noexcept { return std::uint32_t(m_blocks.size()); }
  [[nodiscard]] std::uint32_t kept() const noexcept { return m_kept; }
  [[nodiscard]] std::uint32_t held() const noexcept { return total() - available(); }
  // What take() can still give: free and kept.
  [[nodiscard]] std::uint32_t available() const noexcept {
    return std::uint32_t(m_free.size()) + m_kept;
  }

 private:
  struct Block {
    std::uint32_t holders = 0;
    BlockId newer = kNoBlock;  // neighbours among the kept, by last use
    BlockId older = kNoBlock;
  };

  void keep(BlockId block);
  void unkeep(BlockId block);
  void hold(BlockId block);

  std::uint32_t m_blockTokens;
  std::vector<Block> m_blocks;
  std::vector<BlockId> m_free;  // a stack: the block that was used last is still warm
  PrefixIndex m_index;
  std::uint32_t m_kept = 0;
  BlockId m_newest = kNoBlock;
  BlockId m_oldest = kNoBlock;
};

}  // namespace alcove::cache
