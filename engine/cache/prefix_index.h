// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "cache/chain_key.h"
#include "cache/kv_layout.h"

namespace alcove::cache {

inline constexpr BlockId kNoBlock = std::numeric_limits<BlockId>::max();
// In place of kNoBlock at the start of sequences whose K and V differ from those of others with the
// same tokens.
inline constexpr BlockId kOtherStart = kNoBlock - 1;

// Finds the block that holds the K and V of given tokens after a given prefix. A prefix is named
// by its last block, so blocks form chains, each with a key of all tokens before it; a hit counts
// only if parent and tokens are equal too. The last block of a chain may be filled in part. A
// parent must stay in the index as long as its children. Not synchronised.
class PrefixIndex {
 public:
  // `root` says what the sequences belong to: a model, and how it computes.
  PrefixIndex(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root);

  // The block that follows `parent` (kNoBlock or kOtherStart: at the start) with exactly `tokens`;
  // or kNoBlock.
  [[nodiscard]] BlockId find(BlockId parent, std::span<const std::int32_t> tokens) const;

  // The block after `parent` that begins with the most of `tokens`, and how many those are.
  struct Longest {
    BlockId block = kNoBlock;
    std::uint32_t tokens = 0;
  };
  [[nodiscard]] Longest findLongest(BlockId parent, std::span<const std::int32_t> tokens) const;

  // REQUIRES: `block` is not in the index, `parent` is, and is full (or a start), and find() gives
  // nothing; 1 ≤ tokens ≤ blockTokens.
  void insert(BlockId parent, std::span<const std::int32_t> tokens, BlockId block);

  // REQUIRES: `block` is in the index and is no block's parent.
  void erase(BlockId block);

  [[nodiscard]] bool contains(BlockId block) const { return !m_entries[block].tokens.empty(); }
  [[nodiscard]] bool isFull(BlockId block) const {
    return m_entries[block].tokens.size() == m_blockTokens;
  }

  // What a block, or a start, is called; its tokens. REQUIRES: it is in the index.
  [[nodiscard]] const ChainKey& keyOf(BlockId block) const;
  [[nodiscard]] BlockId parentOf(BlockId block) const { return m_entries[block].parent; }
  [[nodiscard]] std::span<const std::int32_t> tokensOf(BlockId block) const {
    return m_entries[block].tokens;
  }

 private:
  struct Entry {
    ChainKey key;
    BlockId parent = kNoBlock;
    std::vector<BlockId> children;
    std::vector<std::int32_t> tokens;  // empty while not in the index
  };

  [[nodiscard]] static bool isStart(BlockId parent) { return parent >= kOtherStart; }
  [[nodiscard]] std::vector<BlockId>& childrenOf(BlockId parent);
  [[nodiscard]] const std::vector<BlockId>& childrenOf(BlockId parent) const;

  std::uint32_t m_blockTokens;
  std::array<ChainKey, 2> m_starts;  // kOtherStart, kNoBlock
  std::array<std::vector<BlockId>, 2> m_startChildren;
  std::vector<Entry> m_entries;  // [blocks]
  std::unordered_map<ChainKey, BlockId, ChainKeyHash> m_byKey;
};

}  // namespace alcove::cache
