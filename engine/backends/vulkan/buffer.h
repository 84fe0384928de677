// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "backends/vulkan/memory_block.h"

namespace alcove::backends::vulkan {

// Memory of a device that kernels can be bound to. The device outlives it.
class Buffer {
 public:
  Buffer() = default;
  // With an allocation of its own. Not empty. Throws Error OutOfMemory, saying how much was wanted.
  Buffer(const Device& device, std::size_t bytes, MemoryUse use);
  // Of the same use, in as few allocations as may be; none is empty. They are freed together, when
  // the last of an allocation goes. Throws as above; then there is none.
  [[nodiscard]] static std::vector<Buffer> makeMany(const Device& device,
                                                    std::span<const std::size_t> bytes,
                                                    MemoryUse use);
  ~Buffer();
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }

  [[nodiscard]] VkBuffer handle() const { return m_buffer; }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }
  // Of this buffer alone, as long as the process runs; 0 without one. Handles are given out again.
  [[nodiscard]] std::uint64_t serial() const { return m_serial; }
  // Where the processor sees it; null if it does not.
  [[nodiscard]] std::byte* mapped() const { return m_mapped; }

 private:
  Buffer(const Device& device, std::size_t bytes);
  [[nodiscard]] VkMemoryRequirements requirements() const;
  void bind(std::shared_ptr<const MemoryBlock> block, std::uint64_t offset);
  static void place(std::span<Buffer> buffers, MemoryUse use);
  void swap(Buffer& other) noexcept {
    std::swap(m_device, other.m_device);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_buffer, other.m_buffer);
    std::swap(m_block, other.m_block);
    std::swap(m_mapped, other.m_mapped);
    std::swap(m_serial, other.m_serial);
  }

  const Device* m_device = nullptr;
  std::size_t m_bytes = 0;
  VkBuffer m_buffer = VK_NULL_HANDLE;
  std::shared_ptr<const MemoryBlock> m_block;
  std::byte* m_mapped = nullptr;
  std::uint64_t m_serial = 0;
};

}  // namespace alcove::backends::vulkan
