// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "backends/vulkan/recording.h"
#include "backends/vulkan/staging.h"
#include "cache/kv_pool.h"

namespace alcove::backends::vulkan {

// A KV cache in the device's memory. The device outlives it.
class DeviceKvPool final : public cache::KvPool {
 public:
  // Throws Error OutOfMemory; Unsupported for types that no kernel reads, and where a layer is more
  // than one binding reaches.
  DeviceKvPool(Device& device, const cache::KvLayout& layout, std::uint32_t blocks);

  // What a pool of that layout takes; nothing where there can be none.
  [[nodiscard]] static std::optional<std::uint64_t> bytesFor(const cache::KvLayout& layout,
                                                             std::uint32_t blocks);

  // The larger of K and V of a layer: each is one buffer, which kernels reach all of.
  [[nodiscard]] static std::uint64_t bufferBytes(const cache::KvLayout& layout,
                                                 std::uint32_t blocks);

  // None where only the device sees its memory.
  [[nodiscard]] std::span<const cache::KvLayerView> layers() const noexcept override {
    return m_layers;
  }
  void copyBlock(cache::BlockId from, cache::BlockId to) override;
  void exportBlock(cache::BlockId block, std::span<std::byte> bytes) const override;
  void importBlock(cache::BlockId block, std::span<const std::byte> bytes) override;

  // Of this pool alone (Buffer::serial); 0 without layers.
  [[nodiscard]] std::uint64_t serial() const {
    return m_buffers.empty() ? 0 : m_buffers[0].keys.serial();
  }
  [[nodiscard]] Binding keys(int layer) const { return whole(m_buffers[std::size_t(layer)].keys); }
  [[nodiscard]] Binding values(int layer) const {
    return whole(m_buffers[std::size_t(layer)].values);
  }

 private:
  struct LayerBuffers {
    Buffer keys;
    Buffer values;
  };
  [[nodiscard]] static Binding whole(const Buffer& buffer) {
    return {buffer.handle(), 0, buffer.bytes()};
  }
  // K and V of a block, layer by layer.
  [[nodiscard]] std::vector<BufferRange> rangesOf(cache::BlockId block) const;

  std::vector<LayerBuffers> m_buffers;
  std::vector<cache::KvLayerView> m_layers;
  mutable Staging m_staging;
};

}  // namespace alcove::backends::vulkan
