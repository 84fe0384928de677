// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/prefix_index.h"

#include <algorithm>

#include "base/assert.h"

namespace alcove::cache {
namespace {

// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

}  // namespace

PrefixIndex::PrefixIndex(std::uint32_t blocks, std::uint32_t blockTokens)
    : m_blockTokens(blockTokens), m_entries(blocks) {
  ALCOVE_ASSERT(blockTokens > 0 && blocks < kOtherStart);
}

std::uint64_t PrefixIndex::chainHash(BlockId parent, std::span<const std::int32_t> tokens) const {
  std::uint64_t hash = isStart(parent) ? mix(parent) : m_entries[parent].hash;
  for (std::int32_t token : tokens) hash = mix(hash + 0x9e3779b97f4a7c15u + std::uint32_t(token));
  return hash;
}

BlockId PrefixIndex::find(BlockId parent, std::span<const std::int32_t> tokens) const {
  ALCOVE_ASSERT(tokens.size() == m_blockTokens);
  const auto [first, end] = m_byHash.equal_range(chainHash(parent, tokens));
  for (auto it = first; it != end; ++it) {
    const Entry& entry = m_entries[it->second];
    if (entry.parent == parent && std::ranges::equal(entry.tokens, tokens)) return it->second;
  }
  return kNoBlock;
}

void PrefixIndex::insert(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(tokens.size() == m_blockTokens && !contains(block));
  ALCOVE_ASSERT(isStart(parent) || contains(parent));
  Entry& entry = m_entries[block];
  entry.hash = chainHash(parent, tokens);
  entry.parent = parent;
  entry.children = 0;
  entry.tokens.assign(tokens.begin(), tokens.end());
  if (!isStart(parent)) ++m_entries[parent].children;
  m_byHash.emplace(entry.hash, block);
}

void PrefixIndex::erase(BlockId block) {
  Entry& entry = m_entries[block];
  ALCOVE_ASSERT(contains(block) && entry.children == 0);
  if (!isStart(entry.parent)) --m_entries[entry.parent].children;
  auto [it, end] = m_byHash.equal_range(entry.hash);
  while (it != end && it->second != block) ++it;
  ALCOVE_ASSERT(it != end);
  m_byHash.erase(it);
  entry.tokens.clear();
}

}  // namespace alcove::cache
