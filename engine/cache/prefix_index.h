// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "cache/kv_layout.h"

namespace alcove::cache {

inline constexpr BlockId kNoBlock = std::numeric_limits<BlockId>::max();
// In place of kNoBlock at the start of sequences whose K and V differ from those of others with the
// same tokens.
inline constexpr BlockId kOtherStart = kNoBlock - 1;

// Finds the block that holds the K and V of given tokens after a given prefix. A prefix is named
// by its last block, so blocks form chains: the hash of a block covers its own tokens and the hash
// of its parent, and a hit counts only if parent and tokens are equal, not merely their hashes.
// A parent must stay in the index as long as its children. Not synchronised.
class PrefixIndex {
 public:
  PrefixIndex(std::uint32_t blocks, std::uint32_t blockTokens);

  // The block that follows `parent` (kNoBlock or kOtherStart: at the start) with exactly `tokens`;
  // or kNoBlock.
  [[nodiscard]] BlockId find(BlockId parent, std::span<const std::int32_t> tokens) const;

  // REQUIRES: `block` is not in the index, `parent` is (or is a start), and find() gives nothing.
  void insert(BlockId parent, std::span<const std::int32_t> tokens, BlockId block);

  // REQUIRES: `block` is in the index and is no block's parent.
  void erase(BlockId block);

  [[nodiscard]] bool contains(BlockId block) const { return !m_entries[block].tokens.empty(); }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    BlockId parent = kNoBlock;
    std::uint32_t children = 0;
    std::vector<std::int32_t> tokens;  // [blockTokens] while in the index, else empty
  };

  [[nodiscard]] static bool isStart(BlockId parent) { return parent >= kOtherStart; }
  [[nodiscard]] std::uint64_t chainHash(BlockId parent, std::span<const std::int32_t> tokens) const;

  std::uint32_t m_blockTokens;
  std::vector<Entry> m_entries;  // [blocks]
  std::unordered_multimap<std::uint64_t, BlockId> m_byHash;
};

}  // namespace alcove::cache
