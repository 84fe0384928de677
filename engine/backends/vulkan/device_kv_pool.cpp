// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_kv_pool.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/assert.h"

namespace alcove::backends::vulkan {
namespace {

// Kernels read four values at once, or a block of 32. Empty where they can.
std::string whyNot(const quant::BlockType& type, std::uint32_t dim) {
  const bool isFloat = &type == &quant::kF32 || &type == &quant::kF16;
  if (!isFloat && &type != &quant::kQ8_0 && &type != &quant::kQ4_0)
    return fmt::format("On Vulkan the cache holds F32, F16, Q8_0 or Q4_0, not {}.", type.name);
  if (dim % (isFloat ? 4 : type.blockValues) != 0)
    return fmt::format("On Vulkan a {} cache cannot hold heads of {} values.", type.name, dim);
  return {};
}

std::string whyNot(const cache::KvLayout& layout) {
  const std::string keys = whyNot(*layout.keyType, layout.keyDim);
  return keys.empty() ? whyNot(*layout.valueType, layout.valueDim) : keys;
}

// In whole texels, whatever their size.
std::size_t wholeTexels(std::size_t cellBytes) { return (cellBytes + 15) / 16 * 16; }

}  // namespace

DeviceKvPool::DeviceKvPool(Device& device, const cache::KvLayout& layout, std::uint32_t blocks)
    : KvPool(layout, blocks), m_staging(device) {
  if (const std::string reason = whyNot(layout); !reason.empty())
    throw Error(ErrorCode::Unsupported, reason);
  const std::size_t keyBytes = wholeTexels(layout.keyBlockBytes() * blocks);
  const std::size_t valueBytes = wholeTexels(layout.valueBlockBytes() * blocks);
  if (bufferBytes(layout, blocks) > device.traits().mostBufferBytes)
    throw Error(ErrorCode::Unsupported,
                fmt::format("{} reaches {} MiB of a layer's cache at once, and {} MiB are wanted; "
                            "choose a shorter context.",
                            device.traits().name, device.traits().mostBufferBytes >> 20,
                            bufferBytes(layout, blocks) >> 20));
  std::vector<std::size_t> sizes;
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer)
    sizes.insert(sizes.end(), {keyBytes, valueBytes});
  std::vector<Buffer> buffers = Buffer::makeMany(device, sizes, MemoryUse::Device);
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer) {
    m_buffers.push_back({std::move(buffers[2 * layer]), std::move(buffers[2 * layer + 1])});
    if (m_buffers.back().keys.mapped() != nullptr)
      m_layers.push_back({m_buffers.back().keys.mapped(), m_buffers.back().values.mapped()});
  }
}

std::uint64_t DeviceKvPool::bufferBytes(const cache::KvLayout& layout, std::uint32_t blocks) {
  return std::max(wholeTexels(layout.keyBlockBytes() * blocks),
                  wholeTexels(layout.valueBlockBytes() * blocks));
}

std::optional<std::uint64_t> DeviceKvPool::bytesFor(const cache::KvLayout& layout,
                                                    std::uint32_t blocks) {
  if (!whyNot(layout).empty()) return std::nullopt;
  return std::uint64_t(layout.layers) * (wholeTexels(layout.keyBlockBytes() * blocks) +
                                         wholeTexels(layout.valueBlockBytes() * blocks));
}

std::vector<BufferRange> DeviceKvPool::rangesOf(cache::BlockId block) const {
  ALCOVE_ASSERT(block < blocks());
  const std::size_t keyBytes = layout().keyBlockBytes(), valueBytes = layout().valueBlockBytes();
  std::vector<BufferRange> ranges;
  for (const LayerBuffers& layer : m_buffers) {
    ranges.push_back({layer.keys, block * keyBytes, keyBytes});
    ranges.push_back({layer.values, block * valueBytes, valueBytes});
  }
  return ranges;
}

void DeviceKvPool::copyBlock(cache::BlockId from, cache::BlockId to) {
  if (!m_layers.empty()) return KvPool::copyBlock(from, to);
  const std::vector<BufferRange> source = rangesOf(from), target = rangesOf(to);
  std::vector<Staging::Copy> copies;
  for (std::size_t i = 0; i < source.size(); ++i) copies.push_back({source[i], target[i]});
  m_staging.copy(copies);
}

void DeviceKvPool::exportBlock(cache::BlockId block, std::span<std::byte> bytes) const {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  m_staging.download(rangesOf(block), bytes);
}

void DeviceKvPool::importBlock(cache::BlockId block, std::span<const std::byte> bytes) {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  m_staging.upload(bytes, rangesOf(block));
}

}  // namespace alcove::backends::vulkan
