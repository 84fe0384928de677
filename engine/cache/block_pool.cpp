// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_pool.h"

#include "base/assert.h"

namespace alcove::cache {

BlockPool::BlockPool(std::uint32_t blocks, std::uint32_t blockTokens, const ChainKey& root,
                     BlockSpill* spill)
    : m_blockTokens(blockTokens),
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

// The whole blocks that `tokens` starts with, up to the first that is unknown.
std::vector<BlockPool::Found> BlockPool::search(BlockId start,
                                                std::span<const std::int32_t> tokens) const {
  std::vector<Found> found;
  ChainKey parent = m_index.keyOf(start);
  for (; tokens.size() >= m_blockTokens; tokens = tokens.subspan(m_blockTokens)) {
    const auto own = tokens.first(m_blockTokens);
    const ChainKey key = childKey(parent, own);
    const BlockId block = m_index.find({key, parent, own});
    if (block == kNoBlock && !(m_spill && m_spill->has(key))) break;
    found.push_back({key, block});
    parent = key;
  }
  return found;
}

BlockPool::Known BlockPool::known(BlockId start, std::span<const std::int32_t> tokens) const {
  Known known;
  for (const auto& [key, block] : search(start, tokens)) {
    ++known.blocks;
    if (block != kNoBlock && m_blocks[block].holders > 0) ++known.held;
  }
  return known;
}

std::vector<BlockId> BlockPool::match(BlockId start, std::span<const std::int32_t> tokens) {
  const std::vector<Found> found = search(start, tokens);
  // What is here first: what comes back from the spill may take kept blocks.
  for (const Found& one : found)
    if (one.block != kNoBlock) hold(one.block);
  std::vector<BlockId> blocks;
  while (blocks.size() < found.size()) {
    const std::size_t i = blocks.size();
    const ChainKey& parent = i == 0 ? m_index.keyOf(start) : found[i - 1].key;
    const BlockName name{found[i].key, parent, tokens.subspan(i * m_blockTokens, m_blockTokens)};
    const BlockId block = found[i].block != kNoBlock ? found[i].block : restore(name);
    if (block == kNoBlock) break;
    blocks.push_back(block);
  }
  for (std::size_t i = found.size(); i-- > blocks.size();)
    if (found[i].block != kNoBlock) release(found[i].block);
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

PrefixIndex::Longest BlockPool::matchPart(BlockId parent, std::span<const std::int32_t> tokens) {
  const PrefixIndex::Longest longest = m_index.findLongest(m_index.keyOf(parent), tokens);
  if (longest.block != kNoBlock) hold(longest.block);
  return longest;
}

void BlockPool::publishPart(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(writable(block) && tokens.size() < m_blockTokens);
  const ChainKey& start = m_index.keyOf(parent);
  // Another that begins so serves as well.
  if (m_index.findLongest(start, tokens).tokens < tokens.size())
    m_index.insert({childKey(start, tokens), start, tokens}, block);
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

BlockId BlockPool::publish(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  const ChainKey& before = m_index.keyOf(parent);
  const ChainKey key = childKey(before, tokens);
  const BlockName name{key, before, tokens};
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
