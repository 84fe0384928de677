// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/recording.h"

#include "base/assert.h"

namespace alcove::backends::vulkan {

Recording::Recording(Device& device, const PipelineSet& pipelines)
    : m_device(device), m_pipelines(pipelines) {
  VkCommandBufferAllocateInfo commands{};
  commands.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  commands.commandPool = device.commandPool();
  commands.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  commands.commandBufferCount = 1;
  check(device.api().vkAllocateCommandBuffers(device.handle(), &commands, &m_commands),
        "make room for commands");
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  const VkResult result = device.api().vkBeginCommandBuffer(m_commands, &begin);
  if (result != VK_SUCCESS) free();
  check(result, "begin recording");
}

Recording::~Recording() { free(); }

void Recording::free() noexcept {
  m_device.api().vkFreeCommandBuffers(m_device.handle(), m_device.commandPool(), 1, &m_commands);
  for (const VkDescriptorPool pool : m_pools)
    m_device.api().vkDestroyDescriptorPool(m_device.handle(), pool, nullptr);
}

VkDescriptorSet Recording::newSet() {
  if (m_setsLeft == 0) {
    const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, kPoolSets * kMostBindings};
    VkDescriptorPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
    info.maxSets = kPoolSets;
    info.poolSizeCount = 1;
    info.pPoolSizes = &size;
    VkDescriptorPool pool = VK_NULL_HANDLE;
    check(m_device.api().vkCreateDescriptorPool(m_device.handle(), &info, nullptr, &pool),
          "make room for bindings");
    m_pools.push_back(pool);
    m_setsLeft = kPoolSets;
  }
  const VkDescriptorSetLayout layout = m_pipelines.setLayout();
  VkDescriptorSetAllocateInfo allocation{};
  allocation.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
  allocation.descriptorPool = m_pools.back();
  allocation.descriptorSetCount = 1;
  allocation.pSetLayouts = &layout;
  VkDescriptorSet set = VK_NULL_HANDLE;
  check(m_device.api().vkAllocateDescriptorSets(m_device.handle(), &allocation, &set),
        "bind buffers");
  --m_setsLeft;
  return set;
}

// Places that a kernel does not use are bound to its first buffer: a set must be whole.
VkDescriptorSet Recording::bind(std::span<const Binding> bindings) {
  ALCOVE_ASSERT(!bindings.empty() && bindings.size() <= kMostBindings);
  const VkDescriptorSet set = newSet();
  std::array<VkDescriptorBufferInfo, kMostBindings> infos{};
  for (std::size_t i = 0; i < kMostBindings; ++i) {
    const Binding& binding = bindings[i < bindings.size() ? i : 0];
    ALCOVE_ASSERT(binding.bytes > 0 && binding.bytes <= m_device.traits().mostBufferBytes &&
                  binding.offset % m_device.traits().alignment == 0);
    infos[i] = {binding.buffer, binding.offset, binding.bytes};
  }
  VkWriteDescriptorSet write{};
  write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
  write.dstSet = set;
  write.descriptorCount = kMostBindings;
  write.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
  write.pBufferInfo = infos.data();
  m_device.api().vkUpdateDescriptorSets(m_device.handle(), 1, &write, 0, nullptr);
  return set;
}

void Recording::dispatch(const Pipeline& pipeline, std::span<const Binding> bindings,
                         std::span<const std::byte> push, std::array<std::uint32_t, 3> groups) {
  ALCOVE_ASSERT(push.size() <= kMostPushBytes && push.size() % 4 == 0);
  const VolkDeviceTable& api = m_device.api();
  const VkDescriptorSet set = bind(bindings);
  api.vkCmdBindPipeline(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle());
  api.vkCmdBindDescriptorSets(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE, m_pipelines.layout(), 0,
                              1, &set, 0, nullptr);
  if (!push.empty())
    api.vkCmdPushConstants(m_commands, m_pipelines.layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                           std::uint32_t(push.size()), push.data());
  api.vkCmdDispatch(m_commands, groups[0], groups[1], groups[2]);
}

void Recording::barrier() {
  VkMemoryBarrier barrier{};
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  barrier.srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT;
  barrier.dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT;
  m_device.api().vkCmdPipelineBarrier(m_commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                      VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, 0, 1, &barrier, 0,
                                      nullptr, 0, nullptr);
}

void Recording::finish() {
  VkMemoryBarrier barrier{};
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  barrier.srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT;
  barrier.dstAccessMask = VK_ACCESS_HOST_READ_BIT;
  m_device.api().vkCmdPipelineBarrier(m_commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                      VK_PIPELINE_STAGE_HOST_BIT, 0, 1, &barrier, 0, nullptr, 0,
                                      nullptr);
  check(m_device.api().vkEndCommandBuffer(m_commands), "end recording");
}

}  // namespace alcove::backends::vulkan
