// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include "base/assert.h"

namespace alcove::backends::vulkan {
namespace {

// Some sixteen for all, so that of a device that has too little memory most of it can be had; but
// large ones are hard to find room for where others have memory too.
std::uint64_t blockBytes(std::span<const std::size_t> buffers) {
  const std::uint64_t all = std::accumulate(buffers.begin(), buffers.end(), std::uint64_t(0));
  return std::clamp(all / 16, std::uint64_t(64) << 10, std::uint64_t(256) << 20);
}

std::uint64_t nextSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

std::uint64_t roundUp(std::uint64_t bytes, std::uint64_t alignment) {
  return (bytes + alignment - 1) / alignment * alignment;
}

}  // namespace

Buffer::Buffer(const Device& device, std::size_t bytes)
    : m_device(&device), m_bytes(bytes), m_serial(nextSerial()) {
  ALCOVE_ASSERT(bytes > 0);
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = m_bytes;
  info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT |
               VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  info.sharingMode = VK_SHARING_MODE_EXCLUSIVE;
  check(device.api().vkCreateBuffer(device.handle(), &info, nullptr, &m_buffer),
        fmt::format("make a buffer of {} KiB", (m_bytes + 1023) / 1024));
}

Buffer::Buffer(const Device& device, std::size_t bytes, MemoryUse use) : Buffer(device, bytes) {
  place({this, 1}, use);
}

std::vector<Buffer> Buffer::makeMany(const Device& device, std::span<const std::size_t> bytes,
                                     MemoryUse use) {
  const std::uint64_t most = blockBytes(bytes);
  std::vector<Buffer> buffers;
  buffers.reserve(bytes.size());
  for (const std::size_t one : bytes) buffers.push_back(Buffer(device, one));
  for (std::size_t first = 0, next = 0; first < buffers.size(); first = next) {
    std::uint64_t together = 0;
    for (; next < buffers.size(); ++next) {
      together += buffers[next].requirements().size;
      if (next > first && together > most) break;
    }
    place(std::span(buffers).subspan(first, next - first), use);
  }
  return buffers;
}

// Into one allocation. Buffers of the same usage all allow the same kinds of memory (Vulkan,
// "Resource Memory Association").
void Buffer::place(std::span<Buffer> buffers, MemoryUse use) {
  const Device& device = *buffers.front().m_device;
  std::vector<std::uint64_t> offsets;
  std::uint64_t end = 0;
  std::uint32_t typeBits = ~0u;
  for (const Buffer& buffer : buffers) {
    const VkMemoryRequirements wants = buffer.requirements();
    offsets.push_back(roundUp(end, wants.alignment));
    end = offsets.back() + wants.size;
    typeBits &= wants.memoryTypeBits;
  }
  const auto block =
      std::make_shared<const MemoryBlock>(device, end, device.memoryType(use, typeBits), use);
  for (std::size_t i = 0; i < buffers.size(); ++i) buffers[i].bind(block, offsets[i]);
}

VkMemoryRequirements Buffer::requirements() const {
  VkMemoryRequirements wants;
  m_device->api().vkGetBufferMemoryRequirements(m_device->handle(), m_buffer, &wants);
  return wants;
}

void Buffer::bind(std::shared_ptr<const MemoryBlock> block, std::uint64_t offset) {
  check(m_device->api().vkBindBufferMemory(m_device->handle(), m_buffer, block->handle(), offset),
        "put a buffer into memory");
  if (block->mapped() != nullptr) m_mapped = block->mapped() + offset;
  m_block = std::move(block);
}

Buffer::~Buffer() {
  if (m_device == nullptr || m_device->isStuck()) return;
  m_device->api().vkDestroyBuffer(m_device->handle(), m_buffer, nullptr);
}

}  // namespace alcove::backends::vulkan
