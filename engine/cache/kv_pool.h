// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cache/kv_layout.h"

namespace alcove::cache {

// The memory of all blocks of a paged KV cache: one mapping per layer, aligned to pages and
// touched by the system only where it is written, so that resident memory grows with use.
// Knows nothing of who holds which block. Not synchronised: one thread writes a block at a time.
class KvPool {
 public:
  // Throws Error OutOfMemory (says how many bytes), and then holds nothing.
  KvPool(const KvLayout& layout, std::uint32_t blocks);
  ~KvPool();
  KvPool(const KvPool&) = delete;
  KvPool& operator=(const KvPool&) = delete;

  [[nodiscard]] const KvLayout& layout() const noexcept { return m_layout; }
  [[nodiscard]] std::uint32_t blocks() const noexcept { return m_blocks; }
  [[nodiscard]] std::uint64_t bytes() const noexcept;
  // One view per layer, valid as long as the pool.
  [[nodiscard]] std::span<const KvLayerView> layers() const noexcept { return m_layers; }

  // Copies K and V of one block in every layer.
  void copyBlock(BlockId from, BlockId to) noexcept;
  // K and V of one block as one run of bytes: layer by layer, K before V. REQUIRES: `bytes` has
  // layout().blockBytes().
  void exportBlock(BlockId block, std::span<std::byte> bytes) const noexcept;
  void importBlock(BlockId block, std::span<const std::byte> bytes) noexcept;

 private:
  void unmapAll() noexcept;

  KvLayout m_layout;
  std::uint32_t m_blocks;
  std::size_t m_layerBytes = 0;
  std::vector<KvLayerView> m_layers;  // keys is the start of the layer's mapping
};

}  // namespace alcove::cache
