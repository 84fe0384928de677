// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "cache/kv_pool.h"

namespace alcove::backends::split {

// A KV cache whose layers lie with several devices, each with those of its own in a pool of its
// own. The devices outlive it.
class SplitKvPool final : public cache::KvPool {
 public:
  // `devices`: of each layer. `pools`: of each device; null where no layer is.
  SplitKvPool(const cache::KvLayout& layout, std::uint32_t blocks, std::vector<int> devices,
              std::vector<std::unique_ptr<cache::KvPool>> pools);

  // Null where no layer is.
  [[nodiscard]] cache::KvPool* pool(int device) const { return m_pools[std::size_t(device)].get(); }

  void copyBlock(cache::BlockId from, cache::BlockId to) override;
  void exportBlock(cache::BlockId block, std::span<std::byte> bytes) const override;
  void importBlock(cache::BlockId block, std::span<const std::byte> bytes) override;

 private:
  [[nodiscard]] std::size_t layerBytes() const {
    return layout().keyBlockBytes() + layout().valueBlockBytes();
  }

  std::vector<int> m_devices;
  std::vector<std::unique_ptr<cache::KvPool>> m_pools;
};

}  // namespace alcove::backends::split
