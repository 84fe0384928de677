// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/prefix_index.h"

#include <algorithm>

#include "base/assert.h"

namespace alcove::cache {
namespace {

// Of a block's children, as many of the newest are looked at: a start may have thousands.
constexpr std::size_t kMostCompared = 64;

std::size_t commonPrefix(std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
  return std::size_t(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

PrefixIndex::PrefixIndex(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root)
    : m_blockTokens(blockTokens), m_entries(blocks) {
  ALCOVE_ASSERT(blockTokens > 0 && blocks < kOtherStart);
  const std::int32_t other = -1;  // no token
  m_starts = {childKey(root, std::span(&other, 1)), root};
}

const ChainKey& PrefixIndex::keyOf(BlockId block) const {
  return isStart(block) ? m_starts[block - kOtherStart] : m_entries[block].key;
}

std::vector<BlockId>& PrefixIndex::childrenOf(BlockId parent) {
  return isStart(parent) ? m_startChildren[parent - kOtherStart] : m_entries[parent].children;
}

const std::vector<BlockId>& PrefixIndex::childrenOf(BlockId parent) const {
  return isStart(parent) ? m_startChildren[parent - kOtherStart] : m_entries[parent].children;
}

BlockId PrefixIndex::find(BlockId parent, std::span<const std::int32_t> tokens) const {
  const auto found = m_byKey.find(childKey(keyOf(parent), tokens));
  if (found == m_byKey.end()) return kNoBlock;
  const Entry& entry = m_entries[found->second];
  return entry.parent == parent && std::ranges::equal(entry.tokens, tokens) ? found->second
                                                                            : kNoBlock;
}

PrefixIndex::Longest PrefixIndex::findLongest(BlockId parent,
                                              std::span<const std::int32_t> tokens) const {
  Longest longest;
  const std::vector<BlockId>& children = childrenOf(parent);
  const std::size_t compared = std::min(children.size(), kMostCompared);
  for (BlockId child : std::span(children).last(compared)) {
    const std::size_t common = commonPrefix(m_entries[child].tokens, tokens);
    if (common > longest.tokens) longest = {child, std::uint32_t(common)};
  }
  return longest;
}

void PrefixIndex::insert(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(!tokens.empty() && tokens.size() <= m_blockTokens && !contains(block));
  ALCOVE_ASSERT(isStart(parent) || isFull(parent));
  Entry& entry = m_entries[block];
  entry.key = childKey(keyOf(parent), tokens);
  entry.parent = parent;
  entry.children.clear();
  entry.tokens.assign(tokens.begin(), tokens.end());
  childrenOf(parent).push_back(block);
  const bool added = m_byKey.emplace(entry.key, block).second;
  ALCOVE_ASSERT(added);
}

void PrefixIndex::erase(BlockId block) {
  Entry& entry = m_entries[block];
  ALCOVE_ASSERT(contains(block) && entry.children.empty());
  std::erase(childrenOf(entry.parent), block);
  m_byKey.erase(entry.key);
  entry.tokens.clear();
}

}  // namespace alcove::cache
