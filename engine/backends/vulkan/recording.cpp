// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/recording.h"

#include <algorithm>

#include "base/assert.h"

namespace alcove::backends::vulkan {
namespace {

std::size_t texelBytes(VkFormat format) {
  switch (format) {
    case VK_FORMAT_R32_UINT:
    case VK_FORMAT_R32_SFLOAT:
      return 4;
    case VK_FORMAT_R32G32_UINT:
    case VK_FORMAT_R16G16B16A16_SFLOAT:
      return 8;
    default:
      return 16;
  }
}

bool meetsAny(const Binding& binding, std::span<const Binding> others) {
  return std::ranges::any_of(others, [&](const Binding& other) {
    return binding.buffer == other.buffer && binding.offset < other.offset + other.bytes &&
           other.offset < binding.offset + binding.bytes;
  });
}

}  // namespace

Recording::Recording(Device& device, const PipelineSet& pipelines)
    : m_device(device), m_pipelines(pipelines), m_commands(device) {}

Recording::~Recording() {
  if (m_device.isStuck()) return;
  for (const VkDescriptorPool pool : m_pools)
    m_device.api().vkDestroyDescriptorPool(m_device.handle(), pool, nullptr);
  for (const VkBufferView view : m_views)
    m_device.api().vkDestroyBufferView(m_device.handle(), view, nullptr);
}

VkDescriptorSet Recording::newSet() {
  if (m_setsLeft == 0) {
    const std::array<VkDescriptorPoolSize, 2> sizes{
        {{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, kPoolSets},
         {VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER, kPoolSets * kMostReads}}};
    VkDescriptorPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
    info.maxSets = kPoolSets;
    info.poolSizeCount = std::uint32_t(sizes.size());
    info.pPoolSizes = sizes.data();
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

VkBufferView Recording::newView(const Texels& texels) {
  checkBinding(texels.binding);
  VkBufferViewCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO;
  info.buffer = texels.binding.buffer;
  info.format = texels.format;
  info.offset = texels.binding.offset;
  info.range = texels.binding.bytes / texelBytes(texels.format) * texelBytes(texels.format);
  VkBufferView view = VK_NULL_HANDLE;
  check(m_device.api().vkCreateBufferView(m_device.handle(), &info, nullptr, &view),
        "bind a buffer as texels");
  m_views.push_back(view);
  return view;
}

// Places that a kernel does not use stay empty.
VkDescriptorSet Recording::bind(const Dispatch& dispatch) {
  ALCOVE_ASSERT(dispatch.reads.size() <= kMostReads);
  checkBinding(dispatch.output);
  const VkDescriptorSet set = newSet();
  const VkDescriptorBufferInfo output{dispatch.output.buffer, dispatch.output.offset,
                                      dispatch.output.bytes};
  std::array<VkBufferView, kMostReads> views{};
  for (std::size_t i = 0; i < dispatch.reads.size(); ++i) views[i] = newView(dispatch.reads[i]);
  std::array<VkWriteDescriptorSet, 2> writes{};
  writes[0].sType = writes[1].sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
  writes[0].dstSet = writes[1].dstSet = set;
  writes[0].descriptorCount = 1;
  writes[0].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
  writes[0].pBufferInfo = &output;
  writes[1].dstBinding = 1;
  writes[1].descriptorCount = std::uint32_t(dispatch.reads.size());
  writes[1].descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER;
  writes[1].pTexelBufferView = views.data();
  m_device.api().vkUpdateDescriptorSets(m_device.handle(), dispatch.reads.empty() ? 1 : 2,
                                        writes.data(), 0, nullptr);
  return set;
}

void Recording::checkBinding(const Binding& binding) const {
  ALCOVE_ASSERT(binding.bytes > 0 && binding.bytes <= m_device.traits().mostBufferBytes &&
                binding.offset % m_device.traits().alignment == 0);
}

void Recording::order(const Dispatch& dispatch) {
  const bool waits = meetsAny(dispatch.output, m_read) || meetsAny(dispatch.output, m_written) ||
                     std::ranges::any_of(dispatch.reads, [&](const Texels& texels) {
                       return meetsAny(texels.binding, m_written);
                     });
  if (waits) {
    barrier(VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
            VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT);
    m_read.clear();
    m_written.clear();
  }
  for (const Texels& texels : dispatch.reads) m_read.push_back(texels.binding);
  m_written.push_back(dispatch.output);
}

void Recording::dispatch(const Dispatch& dispatch) {
  ALCOVE_ASSERT(dispatch.push.size() <= kMostPushBytes && dispatch.push.size() % 4 == 0);
  const VolkDeviceTable& api = m_device.api();
  const VkDescriptorSet set = bind(dispatch);
  order(dispatch);
  api.vkCmdBindPipeline(m_commands.handle(), VK_PIPELINE_BIND_POINT_COMPUTE,
                        dispatch.pipeline->handle());
  api.vkCmdBindDescriptorSets(m_commands.handle(), VK_PIPELINE_BIND_POINT_COMPUTE,
                              m_pipelines.layout(), 0, 1, &set, 0, nullptr);
  if (!dispatch.push.empty())
    api.vkCmdPushConstants(m_commands.handle(), m_pipelines.layout(), VK_SHADER_STAGE_COMPUTE_BIT,
                           0, std::uint32_t(dispatch.push.size()), dispatch.push.data());
  api.vkCmdDispatch(m_commands.handle(), dispatch.groups[0], dispatch.groups[1],
                    dispatch.groups[2]);
}

// What was recorded before has written what will be accessed so in that stage.
void Recording::barrier(VkPipelineStageFlags stage, VkAccessFlags access) {
  VkMemoryBarrier barrier{};
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  barrier.srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT;
  barrier.dstAccessMask = access;
  m_device.api().vkCmdPipelineBarrier(m_commands.handle(), VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                      stage, 0, 1, &barrier, 0, nullptr, 0, nullptr);
}

// The processor reads the results, and the next run the cache.
void Recording::finish() {
  barrier(VK_PIPELINE_STAGE_HOST_BIT | VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
          VK_ACCESS_HOST_READ_BIT | VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT);
  m_commands.finish();
}

}  // namespace alcove::backends::vulkan
