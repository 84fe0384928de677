// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/batch_memory.h"

#include <numeric>

#include "base/assert.h"

namespace alcove::training {

BatchMemory::BatchMemory(const TrainingBatch& batch, const cache::KvLayout& layout)
    : m_batch(batch), m_layout(layout) {
  const auto blocksOf = [&](std::uint32_t length) {
    return (length + layout.blockTokens - 1) / layout.blockTokens;
  };
  std::uint32_t blocks = 0;
  for (const std::uint32_t length : batch.lengths) blocks += blocksOf(length);
  m_blocks.resize(blocks);
  std::iota(m_blocks.begin(), m_blocks.end(), 0u);
  std::uint32_t first = 0, block = 0;
  for (const std::uint32_t length : batch.lengths) {
    m_sequences.push_back(
        {first, length, 0, std::span(m_blocks).subspan(block, blocksOf(length)), length});
    for (std::uint32_t i = 0; i < length; ++i) m_positions.push_back(i);
    first += length;
    block += blocksOf(length);
  }
  ALCOVE_ASSERT(first == batch.tokens.size());
  for (const TrainingBatch::Target& target : batch.targets) {
    m_outputs.push_back(target.at);
    m_targets.push_back(target.token);
  }
  cache::KvLayout one = layout;
  one.layers = 1;
  m_pool = std::make_unique<cache::HostKvPool>(one, blocks);
  m_layers.assign(layout.layers, m_pool->layers()[0]);
}

ops::BatchView BatchMemory::view() const {
  ops::BatchView view{m_batch.tokens, m_positions, m_sequences, m_outputs, m_layout, m_layers};
  view.targets = m_targets;
  return view;
}

}  // namespace alcove::training
