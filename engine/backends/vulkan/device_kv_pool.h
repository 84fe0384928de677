// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "backends/vulkan/recording.h"
#include "cache/kv_pool.h"

namespace alcove::backends::vulkan {

// A KV cache in memory that both the device and the processor see. The device outlives it.
class DeviceKvPool final : public cache::KvPool {
 public:
  // Throws Error OutOfMemory; Unsupported for types that no kernel reads, and where a layer is more
  // than one binding reaches.
  DeviceKvPool(const Device& device, const cache::KvLayout& layout, std::uint32_t blocks);

  [[nodiscard]] std::span<const cache::KvLayerView> layers() const noexcept override {
    return m_layers;
  }
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

  std::vector<LayerBuffers> m_buffers;
  std::vector<cache::KvLayerView> m_layers;
};

}  // namespace alcove::backends::vulkan
