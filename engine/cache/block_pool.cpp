// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_pool.h"

#include "base/assert.h"

namespace alcove::cache {

BlockPool::BlockPool(std::uint32_t blocks, std::uint32_t blockTokens)
    : m_blockTokens(blockTokens), m_blocks(blocks), m_index(blocks, blockTokens) {
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
    unkeep(block);
    m_index.erase(block);
  } else {
    return std::nullopt;
  }
  m_blocks[block].holders = 1;
  return block;
}

void BlockPool::retain(BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  ++m_blocks[block].holders;
}

void BlockPool::release(BlockId block) {
  ALCOVE_ASSERT(m_blocks[block].holders > 0);
  if (--m_blocks[block].holders > 0) return;
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
    parent = m_index.find(parent, tokens.first(m_blockTokens));
    if (parent == kNoBlock) break;
    hold(parent);
    found.push_back(parent);
  }
  return found;
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
  if (m_blocks[block].holders++ == 0) unkeep(block);
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
