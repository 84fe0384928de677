// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_table.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace alcove::cache {

BlockTable::BlockTable(BlockPool& pool, KvPool& storage, Sharing sharing)
    : m_pool(&pool), m_storage(&storage), m_sharing(sharing), m_start(pool.root()) {}

BlockTable::BlockTable(BlockTable&& other) noexcept
    : m_pool(other.m_pool),
      m_storage(other.m_storage),
      m_sharing(other.m_sharing),
      m_start(other.m_start),
      m_tokens(std::exchange(other.m_tokens, {})),
      m_blocks(std::exchange(other.m_blocks, {})),
      m_released(std::exchange(other.m_released, 0)) {}

BlockTable& BlockTable::operator=(BlockTable&& other) noexcept {
  if (this == &other) return *this;
  clear();
  m_pool = other.m_pool;
  m_storage = other.m_storage;
  m_sharing = other.m_sharing;
  m_start = other.m_start;
  m_tokens = std::exchange(other.m_tokens, {});
  m_blocks = std::exchange(other.m_blocks, {});
  m_released = std::exchange(other.m_released, 0);
  return *this;
}

std::size_t BlockTable::adopt(std::span<const std::int32_t> tokens, const ChainKey& start) {
  ALCOVE_ASSERT(m_blocks.empty() && m_tokens.empty());
  m_start = start;
  if (m_sharing == Sharing::Private) return 0;
  m_blocks = m_pool->match(m_start, tokens);
  m_released = std::size_t(std::ranges::count(m_blocks, kNoBlock));
  std::size_t known = m_blocks.size() * m_pool->blockTokens();
  known += adoptPart(tokens.subspan(known));
  m_tokens.assign(tokens.begin(), tokens.begin() + std::ptrdiff_t(known));
  return known;
}

BlockPool::Known BlockTable::known(std::span<const std::int32_t> tokens,
                                   const ChainKey& start) const {
  return m_sharing == Sharing::Private ? BlockPool::Known() : m_pool->known(start, tokens);
}

const ChainKey& BlockTable::parentOf(std::size_t block) const {
  return block == 0 ? m_start : m_pool->keyOf(m_blocks[block - 1]);
}

// Copies the beginning of a block that goes on with some of `tokens`; returns how many.
std::size_t BlockTable::adoptPart(std::span<const std::int32_t> tokens) {
  const PrefixIndex::Longest part = m_pool->matchPart(parentOf(m_blocks.size()), tokens);
  if (part.block == kNoBlock) return 0;
  const std::optional<BlockId> own = m_pool->take();
  if (own) {
    m_storage->copyBlock(part.block, *own);
    m_blocks.push_back(*own);
  }
  m_pool->release(part.block);
  return own ? part.tokens : 0;
}

// What a last block holds that never became full is worth finding too.
void BlockTable::offerPart() {
  const std::size_t blockTokens = m_pool->blockTokens();
  const std::size_t part = m_tokens.size() % blockTokens, full = m_tokens.size() / blockTokens;
  if (m_sharing == Sharing::Private || part == 0 || !m_pool->writable(m_blocks[full])) return;
  m_pool->publishPart(parentOf(full), std::span(m_tokens).last(part), m_blocks[full]);
}

void BlockTable::clear() {
  if (m_pool == nullptr) return;
  if (m_blocks.empty()) return truncate(0);
  offerPart();
  truncate(0);
}

bool BlockTable::reserve(std::size_t tokens) {
  const std::size_t blockTokens = m_pool->blockTokens();
  const std::size_t wanted = (tokens + blockTokens - 1) / blockTokens;
  const std::size_t last = m_tokens.size() / blockTokens;  // the block that the next token goes to
  const bool copy =
      tokens > m_tokens.size() && last < m_blocks.size() && !m_pool->writable(m_blocks[last]);
  const std::size_t missing = wanted > m_blocks.size() ? wanted - m_blocks.size() : 0;
  if (missing + (copy ? 1 : 0) > m_pool->available()) return false;

  if (copy) {
    const BlockId own = *m_pool->take();
    m_storage->copyBlock(m_blocks[last], own);
    m_pool->release(std::exchange(m_blocks[last], own));
  }
  for (std::size_t i = 0; i < missing; ++i) m_blocks.push_back(*m_pool->take());
  return true;
}

void BlockTable::append(std::span<const std::int32_t> tokens) {
  const std::size_t blockTokens = m_pool->blockTokens();
  ALCOVE_ASSERT(m_tokens.size() + tokens.size() <= m_blocks.size() * blockTokens);
  std::size_t block = m_tokens.size() / blockTokens;
  m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
  if (m_sharing == Sharing::Private) return;
  for (; (block + 1) * blockTokens <= m_tokens.size(); ++block) {
    const auto own = std::span(m_tokens).subspan(block * blockTokens, blockTokens);
    m_blocks[block] = m_pool->publish(parentOf(block), own, m_blocks[block]);
  }
}

void BlockTable::releaseUnseen() {
  const std::size_t first = m_pool->window().firstBlock(m_tokens.size());
  for (; m_released < first; ++m_released)
    m_pool->release(std::exchange(m_blocks[m_released], kNoBlock));
}

void BlockTable::truncate(std::size_t tokens) {
  tokens = std::min(tokens, m_tokens.size());
  if (m_released > m_pool->window().firstBlock(tokens)) tokens = 0;
  m_tokens.resize(tokens);
  const std::size_t blockTokens = m_pool->blockTokens();
  const std::size_t stay = (m_tokens.size() + blockTokens - 1) / blockTokens;
  // Last block first: the pool then gives up ends of prefixes before their beginnings.
  while (m_blocks.size() > std::max(stay, m_released)) {
    m_pool->release(m_blocks.back());
    m_blocks.pop_back();
  }
  if (stay > 0) return;
  m_blocks.clear();
  m_released = 0;
}

BlockTable BlockTable::fork() const {
  BlockTable copy(*m_pool, *m_storage, m_sharing);
  const std::size_t blockTokens = m_pool->blockTokens();
  const std::size_t used = (m_tokens.size() + blockTokens - 1) / blockTokens;
  copy.m_start = m_start;
  copy.m_tokens = m_tokens;
  copy.m_blocks.assign(m_blocks.begin(), m_blocks.begin() + std::ptrdiff_t(used));
  copy.m_released = m_released;
  for (BlockId block : std::span(copy.m_blocks).subspan(m_released)) m_pool->retain(block);
  return copy;
}

}  // namespace alcove::cache
