// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "backends/cuda/memory.h"
#include "cache/kv_pool.h"
#include "cuda/kv_write.h"

namespace alcove::backends::cuda {

// A KV cache in the memory of a card. The device outlives it.
class DeviceKvPool final : public cache::KvPool {
 public:
  // Throws Error OutOfMemory; Unsupported for types and sizes of heads that no kernel reads.
  DeviceKvPool(const Device& device, const cache::KvLayout& layout, std::uint32_t blocks);

  // What a pool of that layout takes; nothing where there can be none.
  [[nodiscard]] static std::optional<std::uint64_t> bytesFor(const cache::KvLayout& layout,
                                                             std::uint32_t blocks);

  void copyBlock(cache::BlockId from, cache::BlockId to) override;
  void exportBlock(cache::BlockId block, std::span<std::byte> bytes) const override;
  void importBlock(cache::BlockId block, std::span<const std::byte> bytes) override;

  // Of this pool alone (Memory::serial); 0 without layers.
  [[nodiscard]] std::uint64_t serial() const {
    return m_layers.empty() ? 0 : m_layers[0].keys.serial();
  }
  [[nodiscard]] kernels::cuda::CacheCells keys(int layer) const;
  [[nodiscard]] kernels::cuda::CacheCells values(int layer) const;

 private:
  struct Layer {
    Memory keys;
    Memory values;
  };
  // Calls work(its bytes on the device, its place in an exported block, their number) for K and V
  // of all layers.
  template <class Work>
  void eachPart(cache::BlockId block, const Work& work) const;

  const Device& m_device;
  std::vector<Layer> m_layers;
  Memory m_staging;  // pinned, one block
};

}  // namespace alcove::backends::cuda
