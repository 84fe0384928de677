// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/kv_pool.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <cstring>

#include "base/assert.h"
#include "base/checked.h"

namespace alcove::cache {
namespace {

constexpr std::size_t kAlignment = 64;  // a cache line, and the widest vector

[[noreturn]] void throwTooLarge(std::uint32_t blocks, std::uint64_t bytes) {
  throw Error(
      ErrorCode::OutOfMemory,
      fmt::format("The KV cache needs {} MiB of address space for {} blocks, and the system "
                  "refused it; choose a shorter context.",
                  bytes >> 20, blocks));
}

}  // namespace

HostKvPool::HostKvPool(const KvLayout& layout, std::uint32_t blocks) : KvPool(layout, blocks) {
  const auto keys = base::checkedMultiply(blocks, layout.keyBlockBytes());
  const auto values = base::checkedMultiply(blocks, layout.valueBlockBytes());
  if (!keys || !values || *keys > SIZE_MAX / 4 || *values > SIZE_MAX / 4)
    throwTooLarge(blocks, SIZE_MAX);
  const std::size_t valuesAt = (*keys + kAlignment - 1) / kAlignment * kAlignment;
  m_layerBytes = valuesAt + *values;
  m_layers.reserve(layout.layers);
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer) {
    void* memory = mmap(nullptr, m_layerBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      unmapAll();
      throwTooLarge(blocks, std::uint64_t(m_layerBytes) * layout.layers);
    }
    auto* start = static_cast<std::byte*>(memory);
    m_layers.push_back({start, start + valuesAt});
  }
}

HostKvPool::~HostKvPool() { unmapAll(); }

void HostKvPool::unmapAll() noexcept {
  for (const KvLayerView& layer : m_layers) munmap(layer.keys, m_layerBytes);
  m_layers.clear();
}

void KvPool::copyBlock(BlockId from, BlockId to) {
  ALCOVE_ASSERT(from < m_blocks && to < m_blocks && from != to);
  const std::size_t keyBytes = m_layout.keyBlockBytes();
  const std::size_t valueBytes = m_layout.valueBlockBytes();
  for (const KvLayerView& layer : layers()) {
    std::memcpy(layer.keys + to * keyBytes, layer.keys + from * keyBytes, keyBytes);
    std::memcpy(layer.values + to * valueBytes, layer.values + from * valueBytes, valueBytes);
  }
}

void KvPool::exportBlock(BlockId block, std::span<std::byte> bytes) const {
  ALCOVE_ASSERT(block < m_blocks && bytes.size() == m_layout.blockBytes());
  const std::size_t keyBytes = m_layout.keyBlockBytes(), valueBytes = m_layout.valueBlockBytes();
  std::byte* to = bytes.data();
  for (const KvLayerView& layer : layers()) {
    std::memcpy(to, layer.keys + block * keyBytes, keyBytes);
    std::memcpy(to + keyBytes, layer.values + block * valueBytes, valueBytes);
    to += keyBytes + valueBytes;
  }
}

void KvPool::importBlock(BlockId block, std::span<const std::byte> bytes) {
  ALCOVE_ASSERT(block < m_blocks && bytes.size() == m_layout.blockBytes());
  const std::size_t keyBytes = m_layout.keyBlockBytes(), valueBytes = m_layout.valueBlockBytes();
  const std::byte* from = bytes.data();
  for (const KvLayerView& layer : layers()) {
    std::memcpy(layer.keys + block * keyBytes, from, keyBytes);
    std::memcpy(layer.values + block * valueBytes, from + keyBytes, valueBytes);
    from += keyBytes + valueBytes;
  }
}

}  // namespace alcove::cache
