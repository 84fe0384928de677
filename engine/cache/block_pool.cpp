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

std::vector<BlockId> BlockPool::match(BlockId start, std::span<const std::int32_t> tokens) {
  std::vector<BlockId> found;
  BlockId parent = start;
  for (; tokens.size() >= m_blockTokens; tokens = tokens.subspan(m_blockTokens)) {
    const auto own = tokens.first(m_blockTokens);
    BlockId block = m_index.find(parent, own);
    if (block != kNoBlock) {
      hold(block);
    } else {
      block = restore(parent, own);
    }
    if (block == kNoBlock) break;
    found.push_back(block);
    parent = block;
  }
  return found;
}

// A held block with what the spill has of these tokens, or kNoBlock.
BlockId BlockPool::restore(BlockId parent, std::span<const std::int32_t> tokens) {
  if (!m_spill || available() == 0) return kNoBlock;
  const ChainKey key = childKey(m_index.keyOf(parent), tokens);
  if (!m_spill->has(key)) return kNoBlock;  // no block is given away for it
  const BlockId block = *take();
  if (m_spill->restore({key, m_index.keyOf(parent), tokens}, block)) {
    m_index.insert(parent, tokens, block);
    m_blocks[block].saved = true;
    return block;
  }
  release(block);
  return kNoBlock;
}

PrefixIndex::Longest BlockPool::matchPart(BlockId parent, std::span<const std::int32_t> tokens) {
  const PrefixIndex::Longest longest = m_index.findLongest(parent, tokens);
  if (longest.block != kNoBlock) hold(longest.block);
  return longest;
}

void BlockPool::publishPart(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(writable(block) && tokens.size() < m_blockTokens);
  // Another that begins so serves as well.
  if (m_index.findLongest(parent, tokens).tokens < tokens.size())
    m_index.insert(parent, tokens, block);
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
  m_spill->save(
      {m_index.keyOf(block), m_index.keyOf(m_index.parentOf(block)), m_index.tokensOf(block)},
      block);
  m_blocks[block].saved = true;
}

BlockId BlockPool::publish(BlockId parent, std::span<const std::int32_t> tokens, BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  const BlockId known = m_index.find(parent, tokens);
  if (known == kNoBlock) {
    m_index.insert(parent, tokens, block);
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
