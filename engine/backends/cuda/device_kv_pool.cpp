// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/device_kv_pool.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstring>
#include <string>

#include "backends/cpu/weight_store.h"
#include "backends/memory_rules.h"
#include "base/assert.h"
#include "cuda/paged_attention.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cuda;
using kernel::CopyKind;

namespace {

// Empty where kernels can read it.
std::string whyNot(const quant::BlockType& type, std::uint32_t dim) {
  if (&type != &quant::kF32 && &type != &quant::kF16 && &type != &quant::kQ8_0 &&
      &type != &quant::kQ4_0)
    return fmt::format("The cache holds F32, F16, Q8_0 or Q4_0, not {}.", type.name);
  if (dim % 4 != 0 || dim > kernel::kMostHeadDim)
    return fmt::format(
        "The model's heads have {} values; on CUDA their number is a multiple of 4, "
        "{} at most. Choose the device cpu.",
        dim, kernel::kMostHeadDim);
  return {};
}

std::string whyNot(const cache::KvLayout& layout) {
  const std::string keys = whyNot(*layout.keyType, layout.keyDim);
  return keys.empty() ? whyNot(*layout.valueType, layout.valueDim) : keys;
}

}  // namespace

DeviceKvPool::DeviceKvPool(const Device& device, const cache::KvLayout& layout,
                           std::uint32_t blocks)
    : KvPool(layout, blocks), m_device(device) {
  if (const std::string reason = whyNot(layout); !reason.empty())
    throw Error(ErrorCode::Unsupported, reason);
  device.select();
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer)
    m_layers.push_back({Memory(device, layout.keyBlockBytes() * blocks, MemoryPlace::Device),
                        Memory(device, layout.valueBlockBytes() * blocks, MemoryPlace::Device)});
  m_staging = Memory(device, layout.blockBytes(), MemoryPlace::Pinned);
}

std::optional<std::uint64_t> DeviceKvPool::bytesFor(const cache::KvLayout& layout,
                                                    std::uint32_t blocks) {
  if (!whyNot(layout).empty()) return std::nullopt;
  return plainCacheBytes(layout, blocks);
}

template <class Work>
void DeviceKvPool::eachPart(cache::BlockId block, const Work& work) const {
  ALCOVE_ASSERT(block < blocks());
  m_device.select();
  std::size_t offset = 0;
  const auto part = [&](const Memory& memory, std::size_t bytes) {
    work(memory.data() + block * bytes, offset, bytes);
    offset += bytes;
  };
  for (const Layer& layer : m_layers) {
    part(layer.keys, layout().keyBlockBytes());
    part(layer.values, layout().valueBlockBytes());
  }
}

void DeviceKvPool::copyBlock(cache::BlockId from, cache::BlockId to) {
  ALCOVE_ASSERT(to < blocks() && from != to);
  const std::ptrdiff_t distance = std::ptrdiff_t(to) - std::ptrdiff_t(from);
  eachPart(from, [&](std::byte* bytes, std::size_t, std::size_t count) {
    m_device.copy(bytes + distance * std::ptrdiff_t(count), bytes, count, CopyKind::OnDevice);
  });
}

void DeviceKvPool::exportBlock(cache::BlockId block, std::span<std::byte> bytes) const {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  eachPart(block, [&](std::byte* from, std::size_t offset, std::size_t count) {
    m_device.copy(m_staging.data() + offset, from, count, CopyKind::ToHost);
  });
  m_device.synchronize();
  std::memcpy(bytes.data(), m_staging.data(), bytes.size());
}

void DeviceKvPool::importBlock(cache::BlockId block, std::span<const std::byte> bytes) {
  ALCOVE_ASSERT(bytes.size() == layout().blockBytes());
  std::memcpy(m_staging.data(), bytes.data(), bytes.size());
  eachPart(block, [&](std::byte* to, std::size_t offset, std::size_t count) {
    m_device.copy(to, m_staging.data() + offset, count, CopyKind::ToDevice);
  });
  m_device.synchronize();  // the staging memory is used again
}

kernel::CacheCells DeviceKvPool::keys(int layer) const {
  const Memory& memory = m_layers[std::size_t(layer)].keys;
  return {reinterpret_cast<std::uint8_t*>(memory.data()), layout().keyBlockBytes(),
          *cpu::kernelType(*layout().keyType), layout().keyDim};
}

kernel::CacheCells DeviceKvPool::values(int layer) const {
  const Memory& memory = m_layers[std::size_t(layer)].values;
  return {reinterpret_cast<std::uint8_t*>(memory.data()), layout().valueBlockBytes(),
          *cpu::kernelType(*layout().valueType), layout().valueDim};
}

}  // namespace alcove::backends::cuda
