// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/commands.h"

namespace alcove::backends::vulkan {

Commands::Commands(Device& device, VkCommandBufferUsageFlags usage) : m_device(device) {
  VkCommandBufferAllocateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  info.commandPool = device.commandPool();
  info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  info.commandBufferCount = 1;
  check(device.api().vkAllocateCommandBuffers(device.handle(), &info, &m_commands),
        "make room for commands");
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = usage;
  const VkResult result = device.api().vkBeginCommandBuffer(m_commands, &begin);
  if (result != VK_SUCCESS) free();
  check(result, "begin recording");
}

Commands::~Commands() { free(); }

void Commands::free() noexcept {
  if (m_device.isStuck()) return;
  m_device.api().vkFreeCommandBuffers(m_device.handle(), m_device.commandPool(), 1, &m_commands);
}

void Commands::finish() { check(m_device.api().vkEndCommandBuffer(m_commands), "end recording"); }

}  // namespace alcove::backends::vulkan
