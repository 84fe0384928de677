// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <array>

#include "base/assert.h"

namespace alcove::backends::vulkan {
namespace {

// A kernel runs for seconds on a slow device at most; after that the device hangs.
constexpr std::uint64_t kPatienceNs = 120ull * 1000 * 1000 * 1000;

// What both sides see without flushing.
constexpr VkMemoryPropertyFlags kVisible =
    VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;

}  // namespace

Device::Device(std::shared_ptr<const Instance> instance, const DeviceTraits& traits)
    : m_instance(std::move(instance)), m_traits(traits) {
  ALCOVE_ASSERT(traits.passedOver.empty());
  vkGetPhysicalDeviceMemoryProperties(traits.handle, &m_memory);
  try {
    open();
  } catch (...) {
    close();
    throw;
  }
}

void Device::open() {
  constexpr float kPriority = 1;
  VkDeviceQueueCreateInfo queue{};
  queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
  queue.queueFamilyIndex = m_traits.queueFamily;
  queue.queueCount = 1;
  queue.pQueuePriorities = &kPriority;
  VkDeviceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  VkPhysicalDeviceShaderIntegerDotProductFeatures dots{};
  dots.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES;
  dots.shaderIntegerDotProduct = VK_TRUE;
  if (m_traits.dotsBytes) info.pNext = &dots;
  check(vkCreateDevice(m_traits.handle, &info, nullptr, &m_device), "open the device");
  volkLoadDeviceTable(&m_api, m_device);
  if (deviceTableHook != nullptr) deviceTableHook(m_api);
  m_api.vkGetDeviceQueue(m_device, m_traits.queueFamily, 0, &m_queue);

  VkCommandPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
  pool.queueFamilyIndex = m_traits.queueFamily;
  check(m_api.vkCreateCommandPool(m_device, &pool, nullptr, &m_commandPool), "make a command pool");
  VkFenceCreateInfo fence{};
  fence.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO;
  check(m_api.vkCreateFence(m_device, &fence, nullptr, &m_done), "make a fence");
}

Device::~Device() { close(); }

void Device::close() noexcept {
  if (m_device == VK_NULL_HANDLE || m_stuck) return;
  m_api.vkDeviceWaitIdle(m_device);
  m_api.vkDestroyFence(m_device, m_done, nullptr);
  m_api.vkDestroyCommandPool(m_device, m_commandPool, nullptr);
  m_api.vkDestroyDevice(m_device, nullptr);
  m_device = VK_NULL_HANDLE;
}

bool Device::isVisible(std::uint32_t memoryType) const {
  return (m_memory.memoryTypes[memoryType].propertyFlags & kVisible) == kVisible;
}

std::uint32_t Device::memoryType(MemoryUse use, std::uint32_t typeBits) const {
  constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
  constexpr VkMemoryPropertyFlags kCached = kVisible | VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
  // A card's memory that the processor sees as well is scarce on most: only for what is uploaded.
  const std::array<VkMemoryPropertyFlags, 3> wanted =
      use == MemoryUse::Device ? std::array{m_traits.sharesMemory ? kLocal | kVisible : kLocal,
                                            kLocal, VkMemoryPropertyFlags(0)}
      : use == MemoryUse::Upload ? std::array{kLocal | kVisible, kVisible, kVisible}
                                 : std::array{kCached, kVisible, kVisible};
  for (const VkMemoryPropertyFlags flags : wanted)
    for (std::uint32_t i = 0; i < m_memory.memoryTypeCount; ++i)
      if ((typeBits >> i & 1) && (m_memory.memoryTypes[i].propertyFlags & flags) == flags) return i;
  throw Error(ErrorCode::Device, "The Vulkan driver has no memory for buffers.");
}

void Device::run(VkCommandBuffer commands) {
  VkSubmitInfo submit{};
  submit.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
  submit.commandBufferCount = 1;
  submit.pCommandBuffers = &commands;
  check(m_api.vkResetFences(m_device, 1, &m_done), "reset a fence");
  check(m_api.vkQueueSubmit(m_queue, 1, &submit, m_done), "take work");
  const VkResult result = m_api.vkWaitForFences(m_device, 1, &m_done, VK_TRUE, kPatienceNs);
  if (result == VK_TIMEOUT) {
    m_stuck = true;
    throw Error(ErrorCode::Device,
                fmt::format("{} did not finish a step within two minutes.", m_traits.name));
  }
  // What the commands use may be freed by whoever catches this.
  if (result != VK_SUCCESS) m_api.vkDeviceWaitIdle(m_device);
  check(result, "finish its work");
}

}  // namespace alcove::backends::vulkan
