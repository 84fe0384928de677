// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_kv_pool.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

namespace alcove::backends::vulkan {
namespace {

void checkType(const quant::BlockType& type) {
  if (&type != &quant::kF32 && &type != &quant::kF16)
    throw Error(ErrorCode::Unsupported,
                fmt::format("On Vulkan the cache holds F32 or F16, not {}; choose one of these.",
                            type.name));
}

}  // namespace

DeviceKvPool::DeviceKvPool(const Device& device, const cache::KvLayout& layout,
                           std::uint32_t blocks)
    : KvPool(layout, blocks) {
  checkType(*layout.keyType);
  checkType(*layout.valueType);
  const std::size_t keyBytes = layout.keyBlockBytes() * blocks;
  const std::size_t valueBytes = layout.valueBlockBytes() * blocks;
  if (std::max(keyBytes, valueBytes) > device.traits().mostBufferBytes)
    throw Error(ErrorCode::Unsupported,
                fmt::format("{} reaches {} MiB of a layer's cache at once, and {} MiB are wanted; "
                            "choose a shorter context.",
                            device.traits().name, device.traits().mostBufferBytes >> 20,
                            std::max(keyBytes, valueBytes) >> 20));
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer) {
    m_buffers.push_back({Buffer(device, keyBytes, MemoryUse::Upload),
                         Buffer(device, valueBytes, MemoryUse::Upload)});
    m_layers.push_back({m_buffers.back().keys.mapped(), m_buffers.back().values.mapped()});
  }
}

}  // namespace alcove::backends::vulkan
