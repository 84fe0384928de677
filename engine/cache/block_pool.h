// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cache/attention_window.h"
#include "cache/block_spill.h"
#include "cache/kv_layout.h"
#include "cache/prefix_index.h"

namespace alcove::cache {

// Who holds which block. A block is free, held (counted once per sequence that has it), or kept:
// held by nobody, but still findable by its tokens. Kept blocks are given away again, least
// recently used first, when no free one is left; a sequence gives back its last block first, so
// the end of a prefix goes before its beginning. Not synchronised.
class BlockPool {
 public:
  // `root` says what the blocks belong to (PrefixIndex). `spill` may be null; it gets full blocks
  // that are given away, is asked for those that are missing, and outlives this. `windowTokens`:
  // how far back any layer looks (AttentionWindow).
  BlockPool(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root = {},
            BlockSpill* spill = nullptr, std::uint32_t windowTokens = 0);

  // The start of sequences of which nothing else is said.
  [[nodiscard]] const ChainKey& root() const { return m_index.root(); }
  // What follows a block has this as its parent. REQUIRES: the block was published, and is held.
  [[nodiscard]] const ChainKey& keyOf(BlockId block) const { return m_index.keyOf(block); }

  // A block with one holder and undefined contents; nothing if all are held.
  [[nodiscard]] std::optional<BlockId> take();
  // REQUIRES: the block is held.
  void retain(BlockId block);
  // One holder less. REQUIRES: the block is held.
  void release(BlockId block);

  // The blocks whose contents are the whole blocks that `tokens` starts with, as many as are
  // known of sequences with this start (root() or another), in the pool or its spill; each
  // gets one more holder. Those that lie before the window of what comes next need not be known,
  // and are kNoBlock.
  [[nodiscard]] std::vector<BlockId> match(const ChainKey& start,
                                           std::span<const std::int32_t> tokens);

  // What match() would find, as far as is known without reading the spill.
  struct Known {
    std::size_t blocks = 0;
    std::size_t needed = 0;  // of these, not before the window
    std::size_t held = 0;    // of the needed, by somebody already: they cost nothing
  };
  [[nodiscard]] Known known(const ChainKey& start, std::span<const std::int32_t> tokens) const;

  // The block after `parent` (a start, or the key of a block) that begins with the most of
  // `tokens`; it gets one more holder. kNoBlock if none begins with any.
  [[nodiscard]] PrefixIndex::Longest matchPart(const ChainKey& parent,
                                               std::span<const std::int32_t> tokens);

  // Makes a block findable that is held once and has room left, for matchPart(). Nothing happens if
  // an equal one is known. `parent` is a start, or the key of a block that is held.
  void publishPart(const ChainKey& parent, std::span<const std::int32_t> tokens, BlockId block);

  // Gives up to `most` kept full blocks that the spill does not have to it, those used last first;
  // returns how many. A pool that is idle prepares for its end.
  std::size_t saveKept(std::size_t most);

  // Makes a held, full block findable as what follows `parent`: a start, or the key of a block that
  // is held. If an equal block is known already, that one is returned with the caller as holder in
  // place of `block`, which the caller no longer holds; otherwise `block` itself.
  [[nodiscard]] BlockId publish(const ChainKey& parent, std::span<const std::int32_t> tokens,
                                BlockId block);

  // True if the only holder may write: nobody else holds the block or could find it.
  [[nodiscard]] bool writable(BlockId block) const {
    return m_blocks[block].holders == 1 && !m_index.contains(block);
  }
  [[nodiscard]] std::uint32_t holders(BlockId block) const { return m_blocks[block].holders; }

  [[nodiscard]] std::uint32_t blockTokens() const noexcept { return m_window.blockTokens; }
  [[nodiscard]] const AttentionWindow& window() const noexcept { return m_window; }
  [[nodiscard]] std::uint32_t total() const noexcept { return std::uint32_t(m_blocks.size()); }
  [[nodiscard]] std::uint32_t kept() const noexcept { return m_kept; }
  // Held by more than one.
  [[nodiscard]] std::uint32_t shared() const noexcept { return m_shared; }
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
    bool saved = false;  // the spill was given what is in it
  };

  // A whole block of tokens, and where it is: in the pool, in the spill or nowhere.
  struct Found {
    ChainKey key;
    BlockId block = kNoBlock;
    bool spilled = false;
  };
  [[nodiscard]] std::vector<Found> search(const ChainKey& start,
                                          std::span<const std::int32_t> tokens,
                                          const BlockSpill* spill) const;
  [[nodiscard]] std::optional<std::vector<BlockId>> holdFound(std::span<const Found> found,
                                                              const ChainKey& start,
                                                              std::span<const std::int32_t> tokens);

  void keep(BlockId block);
  void save(BlockId block);
  [[nodiscard]] BlockId restore(const BlockName& name);
  void unkeep(BlockId block);
  void hold(BlockId block);

  AttentionWindow m_window;
  std::vector<Block> m_blocks;
  std::vector<BlockId> m_free;  // a stack: the block that was used last is still warm
  PrefixIndex m_index;
  BlockSpill* m_spill;
  std::uint32_t m_kept = 0;
  std::uint32_t m_shared = 0;
  BlockId m_newest = kNoBlock;
  BlockId m_oldest = kNoBlock;
};

}  // namespace alcove::cache
