// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/buffer.h"

#include <fmt/format.h>

#include <atomic>

#include "base/assert.h"

namespace alcove::backends::vulkan {

namespace {

std::uint64_t nextSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

Buffer::Buffer(const Device& device, std::size_t bytes, MemoryUse use)
    : m_device(&device), m_bytes(bytes), m_serial(nextSerial()) {
  ALCOVE_ASSERT(bytes > 0);
  try {
    allocate(use);
  } catch (...) {
    free();
    throw;
  }
}

Buffer::~Buffer() { free(); }

void Buffer::allocate(MemoryUse use) {
  const VolkDeviceTable& api = m_device->api();
  const std::string doing = fmt::format("make a buffer of {} KiB", (m_bytes + 1023) / 1024);
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = m_bytes;
  info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT |
               VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  info.sharingMode = VK_SHARING_MODE_EXCLUSIVE;
  check(api.vkCreateBuffer(m_device->handle(), &info, nullptr, &m_buffer), doing);
  VkMemoryRequirements wants;
  api.vkGetBufferMemoryRequirements(m_device->handle(), m_buffer, &wants);
  VkMemoryAllocateInfo allocation{};
  allocation.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  allocation.allocationSize = wants.size;
  allocation.memoryTypeIndex = m_device->memoryType(use, wants.memoryTypeBits);
  check(api.vkAllocateMemory(m_device->handle(), &allocation, nullptr, &m_memory), doing);
  check(api.vkBindBufferMemory(m_device->handle(), m_buffer, m_memory, 0), doing);
  if (!m_device->isVisible(allocation.memoryTypeIndex)) return;
  void* mapped = nullptr;
  check(api.vkMapMemory(m_device->handle(), m_memory, 0, VK_WHOLE_SIZE, 0, &mapped), doing);
  m_mapped = static_cast<std::byte*>(mapped);
}

void Buffer::free() noexcept {
  if (m_device == nullptr || m_device->isStuck()) return;
  m_device->api().vkDestroyBuffer(m_device->handle(), m_buffer, nullptr);
  m_device->api().vkFreeMemory(m_device->handle(), m_memory, nullptr);
  m_device = nullptr;
}

}  // namespace alcove::backends::vulkan
