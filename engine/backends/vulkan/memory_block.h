// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "backends/vulkan/device.h"

namespace alcove::backends::vulkan {

// One allocation of a device's memory, in which buffers lie one after the other: drivers allow only
// some thousand allocations, and round each of them up. Freed as a whole, with its last buffer. The
// device outlives it.
class MemoryBlock {
 public:
  // `memoryType` is one of the device's for that use. Throws Error OutOfMemory, saying how much was
  // wanted.
  MemoryBlock(const Device& device, std::uint64_t bytes, std::uint32_t memoryType, MemoryUse use);
  ~MemoryBlock();
  MemoryBlock(const MemoryBlock&) = delete;
  MemoryBlock& operator=(const MemoryBlock&) = delete;

  [[nodiscard]] VkDeviceMemory handle() const { return m_memory; }
  // Where the processor sees it; null if it does not.
  [[nodiscard]] std::byte* mapped() const { return m_mapped; }

 private:
  void map();
  void free() noexcept;

  const Device& m_device;
  std::uint64_t m_bytes;
  VkDeviceMemory m_memory = VK_NULL_HANDLE;
  std::byte* m_mapped = nullptr;
};

}  // namespace alcove::backends::vulkan
