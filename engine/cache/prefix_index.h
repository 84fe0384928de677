// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "cache/chain_key.h"
#include "cache/kv_layout.h"

namespace alcove::cache {

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

  // What the keys of all chains begin with, unless they say that they begin otherwise.
  [[nodiscard]] const ChainKey& root() const { return m_root; }
  // What the keys behind a block begin with. REQUIRES: it is in the index, and full.
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
  ChainKey m_root;
  std::vector<Entry> m_entries;  // [blocks]
  std::unordered_map<ChainKey, BlockId, ChainKeyHash> m_byKey;
  std::unordered_map<ChainKey, std::vector<BlockId>, ChainKeyHash> m_children;  // none is empty
};

}  // namespace alcove::cache
