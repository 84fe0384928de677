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
    : m_blockTokens(blockTokens), m_root(root), m_entries(blocks) {
  ALCOVE_ASSERT(blockTokens > 0 && blocks < kNoBlock);
}

const ChainKey& PrefixIndex::keyOf(BlockId block) const {
  ALCOVE_ASSERT(block < m_entries.size());
  ALCOVE_ASSERT(isFull(block));
  return m_entries[block].key;
}

BlockName PrefixIndex::nameOf(BlockId block) const {
  ALCOVE_ASSERT(contains(block));
  const Entry& entry = m_entries[block];
  return {entry.key, entry.parent, entry.tokens};
}

BlockId PrefixIndex::find(const BlockName& name) const {
  const auto found = m_byKey.find(name.key);
  if (found == m_byKey.end()) return kNoBlock;
  const Entry& entry = m_entries[found->second];
  return entry.parent == name.parent && std::ranges::equal(entry.tokens, name.tokens)
             ? found->second
             : kNoBlock;
}

PrefixIndex::Longest PrefixIndex::findLongest(const ChainKey& parent,
                                              std::span<const std::int32_t> tokens) const {
  Longest longest;
  const auto children = m_children.find(parent);
  if (children == m_children.end()) return longest;
  const std::size_t compared = std::min(children->second.size(), kMostCompared);
  for (BlockId child : std::span(children->second).last(compared)) {
    const std::size_t common = commonPrefix(m_entries[child].tokens, tokens);
    if (common > longest.tokens) longest = {child, std::uint32_t(common)};
  }
  return longest;
}

void PrefixIndex::insert(const BlockName& name, BlockId block) {
  ALCOVE_ASSERT(!name.tokens.empty() && name.tokens.size() <= m_blockTokens && !contains(block));
  m_entries[block] = {name.key, name.parent, {name.tokens.begin(), name.tokens.end()}};
  m_children[name.parent].push_back(block);
  const bool added = m_byKey.emplace(name.key, block).second;
  ALCOVE_ASSERT(added);
}

void PrefixIndex::erase(BlockId block) {
  ALCOVE_ASSERT(contains(block));
  Entry& entry = m_entries[block];
  const auto siblings = m_children.find(entry.parent);
  std::erase(siblings->second, block);
  if (siblings->second.empty()) m_children.erase(siblings);
  m_byKey.erase(entry.key);
  entry.tokens.clear();
}

}  // namespace alcove::cache
