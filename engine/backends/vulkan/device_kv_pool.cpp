// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_kv_pool.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

namespace alcove::backends::vulkan {
namespace {

// Kernels read four values at once, or a block of 32.
void checkType(const quant::BlockType& type, std::uint32_t dim) {
  const bool isFloat = &type == &quant::kF32 || &type == &quant::kF16;
  if (!isFloat && &type != &quant::kQ8_0 && &type != &quant::kQ4_0)
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("On Vulkan the cache holds F32, F16, Q8_0 or Q4_0, not {}.", type.name));
  if (dim % (isFloat ? 4 : type.blockValues) != 0)
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("On Vulkan a {} cache cannot hold heads of {} values.", type.name, dim));
}

// In whole texels, whatever their size.
std::size_t bufferBytes(std::size_t cellBytes) { return (cellBytes + 15) / 16 * 16; }

}  // namespace

DeviceKvPool::DeviceKvPool(const Device& device, const cache::KvLayout& layout,
                           std::uint32_t blocks)
    : KvPool(layout, blocks) {
  checkType(*layout.keyType, layout.keyDim);
  checkType(*layout.valueType, layout.valueDim);
  const std::size_t keyBytes = bufferBytes(layout.keyBlockBytes() * blocks);
  const std::size_t valueBytes = bufferBytes(layout.valueBlockBytes() * blocks);
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
