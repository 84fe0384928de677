// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/split/split_kv_pool.h"

#include <algorithm>
#include <cstring>

#include "base/assert.h"

namespace alcove::backends::split {

SplitKvPool::SplitKvPool(const cache::KvLayout& layout, std::uint32_t blocks,
                         std::vector<int> devices,
                         std::vector<std::unique_ptr<cache::KvPool>> pools)
    : KvPool(layout, blocks), m_devices(std::move(devices)), m_pools(std::move(pools)) {
  ALCOVE_ASSERT(m_devices.size() == layout.layers);
}

void SplitKvPool::copyBlock(cache::BlockId from, cache::BlockId to) {
  for (const auto& pool : m_pools)
    if (pool) pool->copyBlock(from, to);
}

void SplitKvPool::exportBlock(cache::BlockId block, std::span<std::byte> bytes) const {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  std::vector<std::byte> part;
  for (std::size_t device = 0; device < m_pools.size(); ++device) {
    if (!m_pools[device]) continue;
    part.resize(m_pools[device]->layout().blockBytes());
    m_pools[device]->exportBlock(block, part);
    const std::byte* from = part.data();
    for (std::size_t layer = 0; layer < m_devices.size(); ++layer) {
      if (m_devices[layer] != int(device)) continue;
      std::memcpy(bytes.data() + layer * layerBytes(), from, layerBytes());
      from += layerBytes();
    }
  }
}

void SplitKvPool::importBlock(cache::BlockId block, std::span<const std::byte> bytes) {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  std::vector<std::byte> part;
  for (std::size_t device = 0; device < m_pools.size(); ++device) {
    if (!m_pools[device]) continue;
    part.resize(m_pools[device]->layout().blockBytes());
    std::byte* to = part.data();
    for (std::size_t layer = 0; layer < m_devices.size(); ++layer) {
      if (m_devices[layer] != int(device)) continue;
      std::memcpy(to, bytes.data() + layer * layerBytes(), layerBytes());
      to += layerBytes();
    }
    m_pools[device]->importBlock(block, part);
  }
}

}  // namespace alcove::backends::split
