// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "cache/chain_key.h"
#include "cache/kv_layout.h"

namespace alcove::cache {

// In place of kNoBlock at the start of sequences whose K and V differ from those of others with the
// same tokens.
inline constexpr BlockId kOtherStart = kNoBlock - 1;

// Finds the block that holds the K and V of given tokens after a given prefix. Blocks form chains,
// in which each is named by all tokens up to its last; a hit counts only if the parent's key and
// the tokens are equal too. The last block of a chain may be filled in part. A block is found
// whether or not those before it are still here. Not synchronised.
class PrefixIndex {
 public:
  // `root` says what the sequences belong to: a model, and how it computes.
  PrefixIndex(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root);

  // The block of exactly this name, or kNoBlock.
  [[nodiscard]] BlockId find(const BlockName& name) const;

  // The block after `parent` that begins with the most of `tokens`, and how many those are.
  struct Longest {
    BlockId block = kNoBlock;
    std::uint32_t tokens = 0;
  };
  [[nodiscard]] Longest findLongest(const ChainKey& parent,
                                    std::span<const std::int32_t> tokens) const;

  // REQUIRES: `block` is not in the index, and find() gives nothing; 1 ≤ tokens ≤ blockTokens.
  void insert(const BlockName& name, BlockId block);

  // REQUIRES: `block` is in the index.
  void erase(BlockId block);

  [[nodiscard]] bool contains(BlockId block) const { return !m_entries[block].tokens.empty(); }
  [[nodiscard]] bool isFull(BlockId block) const {
    return m_entries[block].tokens.size() == m_blockTokens;
  }

  // What begins the keys of a start (kNoBlock or kOtherStart), or those behind a block. REQUIRES:
  // the block is in the index, and full.
  [[nodiscard]] const ChainKey& keyOf(BlockId block) const;
  // REQUIRES: it is in the index. Valid as long as it is.
  [[nodiscard]] BlockName nameOf(BlockId block) const;

 private:
  struct Entry {
    ChainKey key;
    ChainKey parent;
    std::vector<std::int32_t> tokens;  // empty while not in the index
  };

  std::uint32_t m_blockTokens;
  std::array<ChainKey, 2> m_starts;  // kOtherStart, kNoBlock
  std::vector<Entry> m_entries;      // [blocks]
  std::unordered_map<ChainKey, BlockId, ChainKeyHash> m_byKey;
  std::unordered_map<ChainKey, std::vector<BlockId>, ChainKeyHash> m_children;  // none is empty
};

}  // namespace alcove::cache
