// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cache/block_pool.h"
#include "cache/kv_pool.h"

namespace alcove::cache {

enum class Sharing {
  Private,  // neither finds nor offers blocks: evaluation wants its own arithmetic
  Shared,   // full blocks are found by, and offered to, sequences with the same prefix
};

// One sequence in the cache: the tokens whose K and V are stored, and the blocks that hold them.
// Holds its blocks until destroyed. `pool` and `storage` must outlive it. Not synchronised: all
// tables of a pool belong to one thread.
class BlockTable {
 public:
  BlockTable() = default;  // of no pool, and only there to be assigned to
  BlockTable(BlockPool& pool, KvPool& storage, Sharing sharing);
  ~BlockTable() { clear(); }
  BlockTable(BlockTable&& other) noexcept;
  BlockTable& operator=(BlockTable&& other) noexcept;

  // Tokens whose K and V are stored.
  [[nodiscard]] std::size_t size() const noexcept { return m_tokens.size(); }
  [[nodiscard]] std::span<const std::int32_t> tokens() const noexcept { return m_tokens; }
  // Entry i holds positions i × blockTokens …; covers what was reserved. kNoBlock: released.
  [[nodiscard]] std::span<const BlockId> blocks() const noexcept { return m_blocks; }
  [[nodiscard]] std::size_t heldBlocks() const noexcept { return m_blocks.size() - m_released; }

  // Takes over what the cache knows of the beginning of `tokens` and returns how many tokens that
  // is: whole blocks are shared, a part of one more is copied. Blocks before the window count even
  // if they are gone. From now on blocks are found by, and offered to, only sequences with the same
  // start: the pool's root, unless another one is said. REQUIRES: empty.
  std::size_t adopt(std::span<const std::int32_t> tokens, const ChainKey& start);
  std::size_t adopt(std::span<const std::int32_t> tokens) { return adopt(tokens, m_pool->root()); }
  [[nodiscard]] const ChainKey& start() const noexcept { return m_start; }
  // Whole blocks that adopt() would take over, as far as is known without doing it.
  [[nodiscard]] BlockPool::Known known(std::span<const std::int32_t> tokens,
                                       const ChainKey& start) const;
  [[nodiscard]] BlockPool::Known known(std::span<const std::int32_t> tokens) const {
    return known(tokens, m_pool->root());
  }

  // Provides writable blocks for positions size() … tokens - 1, copying a last block that is
  // shared. False if there are not enough; then nothing has changed.
  [[nodiscard]] bool reserve(std::size_t tokens);

  // Records tokens whose K and V were just written at positions size() …, and offers blocks that
  // became full. REQUIRES: those positions were reserved.
  void append(std::span<const std::int32_t> tokens);

  // Gives back the blocks before the window of all tokens to come. Their tokens stay: what is
  // behind them was computed from them.
  void releaseUnseen();

  // Forgets all tokens from position `tokens` on; or all there are, if blocks that the next token
  // would see were released.
  void truncate(std::size_t tokens);
  // Forgets all tokens; what was written stays findable.
  void clear();

  // A second sequence with the same tokens. Shares every block; whoever writes next copies.
  [[nodiscard]] BlockTable fork() const;

 private:
  // Of the block at this place in the table.
  [[nodiscard]] const ChainKey& parentOf(std::size_t block) const;
  [[nodiscard]] std::size_t adoptPart(std::span<const std::int32_t> tokens);
  void offerPart();

  BlockPool* m_pool = nullptr;
  KvPool* m_storage = nullptr;
  Sharing m_sharing = Sharing::Private;
  ChainKey m_start;
  std::vector<std::int32_t> m_tokens;
  std::vector<BlockId> m_blocks;
  std::size_t m_released = 0;  // of m_blocks, the first ones
};

}  // namespace alcove::cache
