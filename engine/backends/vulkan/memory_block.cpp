// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/memory_block.h"

#include <fmt/format.h>

namespace alcove::backends::vulkan {

MemoryBlock::MemoryBlock(const Device& device, std::uint64_t bytes, std::uint32_t memoryType,
                         MemoryUse use)
    : m_device(device), m_bytes(bytes) {
  VkMemoryAllocateInfo allocation{};
  allocation.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  allocation.allocationSize = bytes;
  allocation.memoryTypeIndex = memoryType;
  check(device.api().vkAllocateMemory(device.handle(), &allocation, nullptr, &m_memory),
        fmt::format("provide {} KiB of memory", (bytes + 1023) / 1024));
  device.countMemory(bytes, 0);
  if (!device.isVisible(memoryType)) return;
  if (use == MemoryUse::Device && !device.traits().sharesMemory) return;
  try {
    map();
  } catch (...) {
    free();
    throw;
  }
}

MemoryBlock::~MemoryBlock() { free(); }

void MemoryBlock::map() {
  void* mapped = nullptr;
  check(m_device.api().vkMapMemory(m_device.handle(), m_memory, 0, VK_WHOLE_SIZE, 0, &mapped),
        "show memory to the processor");
  m_mapped = static_cast<std::byte*>(mapped);
}

void MemoryBlock::free() noexcept {
  if (m_device.isStuck()) return;
  m_device.api().vkFreeMemory(m_device.handle(), m_memory, nullptr);
  m_device.countMemory(0, m_bytes);
}

}  // namespace alcove::backends::vulkan
