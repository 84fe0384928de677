// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_pool.h"

#include <algorithm>
#include <optional>

#include "base/assert.h"

namespace alcove::cache {

BlockPool::BlockPool(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root,
                     BlockSpill* spill, std::uint32_t windowTokens)
    : m_window{windowTokens, blockTokens},
      m_blocks(blocks),
      m_index(blocks, blockTokens, root),
      m_spill(spill) {
  m_free.reserve(blocks);
  for (BlockId block = blocks; block-- > 0;) m_free.push_back(block);
}

std::optional<BlockId> BlockPool::take() {
  BlockId block;
  if (!m_free.empty()) {
    block = m_free.back();
    m_free.pop_back();
  } else if (m_oldest != kNoBlock) {
    block = m_oldest;
    save(block);
    unkeep(block);
    m_index.erase(block);
  } else {
    return std::nullopt;
  }
  m_blocks[block].holders = 1;
  m_blocks[block].saved = false;
  return block;
}

void BlockPool::retain(BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  hold(block);
}

void BlockPool::release(BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  if (--m_blocks[block].holders > 0) {
    if (m_blocks[block].holders == 1) --m_shared;
    return;
  }
  if (m_index.contains(block)) {
    keep(block);
  } else {
    m_free.push_back(block);
  }
}

// The whole blocks that `tokens` starts with, as many as can be gone on from: all that what comes
// next depends on is there.
std::vector<BlockPool::Found> BlockPool::search(const ChainKey& start,
                                                std::span<const std::int32_t> tokens,
                                                const BlockSpill* spill) const {
  std::vector<Found> found;
  std::size_t usable = 0, runBegin = 0;
  ChainKey parent = start;
  for (; tokens.size() >= blockTokens(); tokens = tokens.subspan(blockTokens())) {
    const auto own = tokens.first(blockTokens());
    const ChainKey key = childKey(parent, own);
    const BlockId block = m_index.find({key, parent, own});
    const bool spilled = block == kNoBlock && spill != nullptr && spill->has(key);
    found.push_back({key, block, spilled});
    parent = key;
    const std::size_t end = found.size();
    if (block == kNoBlock && !spilled) {
      runBegin = end;
      if (m_window.tokens == 0) break;
    } else if (runBegin <= m_window.firstBlock(end * blockTokens())) {
      usable = end;
    }
  }
  found.resize(usable);
  return found;
}

BlockPool::Known BlockPool::known(const ChainKey& start,
                                  std::span<const std::int32_t> tokens) const {
  const std::vector<Found> found = search(start, tokens, m_spill);
  const std::size_t first = m_window.firstBlock(found.size() * blockTokens());
  const auto held = std::ranges::count_if(std::span(found).subspan(first), [&](const Found& one) {
    return one.block != kNoBlock && m_blocks[one.block].holders > 0;
  });
  return {found.size(), found.size() - first, std::size_t(held)};
}

std::vector<BlockId> BlockPool::match(const ChainKey& start, std::span<const std::int32_t> tokens) {
  if (const auto blocks = holdFound(search(start, tokens, m_spill), start, tokens)) return *blocks;
  // What the spill did give is in the pool now.
  return holdFound(search(start, tokens, nullptr), start, tokens).value();
}

// Nothing if the spill does not give what it seemed to have, or there is no room for it.
std::optional<std::vector<BlockId>> BlockPool::holdFound(std::span<const Found> found,
                                                         const ChainKey& start,
                                                         std::span<const std::int32_t> tokens) {
  const std::size_t first = m_window.firstBlock(found.size() * blockTokens());
  std::vector<BlockId> blocks(found.size(), kNoBlock);
  // What is here first: what comes back from the spill may take kept blocks.
  for (std::size_t i = first; i < found.size(); ++i) {
    blocks[i] = found[i].block;
    if (blocks[i] != kNoBlock) hold(blocks[i]);
  }
  for (std::size_t i = first; i < found.size(); ++i) {
    if (blocks[i] != kNoBlock) continue;
    const ChainKey& parent = i == 0 ? start : found[i - 1].key;
    blocks[i] = restore({found[i].key, parent, tokens.subspan(i * blockTokens(), blockTokens())});
    if (blocks[i] != kNoBlock) continue;
    for (std::size_t j = found.size(); j-- > first;)
      if (blocks[j] != kNoBlock) release(blocks[j]);
    return std::nullopt;
  }
  return blocks;
}

// A held block with what the spill has of this name, or kNoBlock.
BlockId BlockPool::restore(const BlockName& name) {
  const std::optional<BlockId> block = take();
  if (!block) return kNoBlock;
  if (m_spill->restore(name, *block)) {
    m_index.insert(name, *block);
    m_blocks[*block].saved = true;
    return *block;
  }
  release(*block);
  return kNoBlock;
}

PrefixIndex::Longest BlockPool::matchPart(const ChainKey& parent,
                                          std::span<const std::int32_t> tokens) {
  const PrefixIndex::Longest longest = m_index.findLongest(parent, tokens);
  if (longest.block != kNoBlock) hold(longest.block);
  return longest;
}

void BlockPool::publishPart(const ChainKey& parent, std::span<const std::int32_t> tokens,
                            BlockId block) {
  ALCOVE_ASSERT(writable(block) && tokens.size() < blockTokens());
  // Another that begins so serves as well.
  if (m_index.findLongest(parent, tokens).tokens < tokens.size())
    m_index.insert({childKey(parent, tokens), parent, tokens}, block);
}

std::size_t BlockPool::saveKept(std::size_t most) {
  std::size_t count = 0;
  if (!m_spill) return count;
  for (BlockId block = m_newest; block != kNoBlock && count < most; block = m_blocks[block].older) {
    if (m_blocks[block].saved || !m_index.isFull(block)) continue;
    save(block);
    ++count;
  }
  return count;
}

// Gives the spill a copy of a full block, once.
void BlockPool::save(BlockId block) {
  if (!m_spill || m_blocks[block].saved || !m_index.isFull(block)) return;
  m_spill->save(m_index.nameOf(block), block);
  m_blocks[block].saved = true;
}

BlockId BlockPool::publish(const ChainKey& parent, std::span<const std::int32_t> tokens,
                           BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  const ChainKey key = childKey(parent, tokens);
  const BlockName name{key, parent, tokens};
  const BlockId known = m_index.find(name);
  if (known == kNoBlock) {
    m_index.insert(name, block);
    return block;
  }
  hold(known);
  release(block);
  return known;
}

void BlockPool::hold(BlockId block) {
  const std::uint32_t before = m_blocks[block].holders++;
  if (before == 0) unkeep(block);
  if (before == 1) ++m_shared;
}

void BlockPool::keep(BlockId block) {
  m_blocks[block].newer = kNoBlock;
  m_blocks[block].older = m_newest;
  if (m_newest != kNoBlock) m_blocks[m_newest].newer = block;
  m_newest = block;
  if (m_oldest == kNoBlock) m_oldest = block;
  ++m_kept;
}

void BlockPool::unkeep(BlockId block) {
  const Block& entry = m_blocks[block];
  (entry.newer == kNoBlock ? m_newest : m_blocks[entry.newer].older) = entry.older;
  (entry.older == kNoBlock ? m_oldest : m_blocks[entry.older].newer) = entry.newer;
  --m_kept;
}

}  // namespace alcove::cache
