// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cache/kv_layout.h"

namespace alcove::cache {

// The memory of all blocks of a paged KV cache, where a backend wants it. Knows nothing of who
// holds which block. Not synchronised: one thread writes a block at a time.
class KvPool {
 public:
  virtual ~KvPool() = default;
  KvPool(const KvPool&) = delete;
  KvPool& operator=(const KvPool&) = delete;

  [[nodiscard]] const KvLayout& layout() const noexcept { return m_layout; }
  [[nodiscard]] std::uint32_t blocks() const noexcept { return m_blocks; }
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    return std::uint64_t(m_blocks) * m_layout.blockBytes();
  }
  // One view per layer, valid as long as the pool. None where the memory is a device's own.
  [[nodiscard]] virtual std::span<const KvLayerView> layers() const noexcept { return {}; }

  // Copies K and V of one block in every layer. This and the next two work on layers(); where there
  // are none they are the device's own, and may throw Error Device.
  virtual void copyBlock(BlockId from, BlockId to);
  // K and V of one block as one run of bytes: layer by layer, K before V. REQUIRES: `bytes` has
  // layout().blockBytes().
  virtual void exportBlock(BlockId block, std::span<std::byte> bytes) const;
  virtual void importBlock(BlockId block, std::span<const std::byte> bytes);

 protected:
  KvPool(const KvLayout& layout, std::uint32_t blocks) : m_layout(layout), m_blocks(blocks) {}

 private:
  KvLayout m_layout;
  std::uint32_t m_blocks;
};

// In this process: one mapping per layer, aligned to pages and touched by the system only where it
// is written, so that resident memory grows with use.
class HostKvPool final : public KvPool {
 public:
  // Throws Error OutOfMemory (says how many bytes), and then holds nothing.
  HostKvPool(const KvLayout& layout, std::uint32_t blocks);
  ~HostKvPool() override;

  [[nodiscard]] std::span<const KvLayerView> layers() const noexcept override { return m_layers; }

 private:
  void unmapAll() noexcept;

  std::size_t m_layerBytes = 0;
  std::vector<KvLayerView> m_layers;  // keys is the start of the layer's mapping
};

}  // namespace alcove::cache
