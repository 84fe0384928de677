// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_traits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace alcove::backends::vulkan {
namespace {

bool hasExtension(const std::vector<VkExtensionProperties>& extensions, const char* name) {
  return std::ranges::any_of(extensions, [&](const VkExtensionProperties& extension) {
    return std::strcmp(extension.extensionName, name) == 0;
  });
}

std::vector<VkExtensionProperties> extensionsOf(VkPhysicalDevice device) {
  std::uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> extensions(count);
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
  extensions.resize(count);
  return extensions;
}

// A family that computes and nothing else is not shared with the screen.
std::optional<std::uint32_t> computeFamily(VkPhysicalDevice device) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  std::optional<std::uint32_t> best;
  for (std::uint32_t i = 0; i < count; ++i) {
    const VkQueueFlags flags = families[i].queueFlags;
    if ((flags & VK_QUEUE_COMPUTE_BIT) == 0) continue;
    if ((flags & VK_QUEUE_GRAPHICS_BIT) == 0) return i;
    if (!best) best = i;
  }
  return best;
}

void readMemory(DeviceTraits& traits) {
  VkPhysicalDeviceMemoryProperties memory;
  vkGetPhysicalDeviceMemoryProperties(traits.handle, &memory);
  for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i)
    if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
      traits.memoryBytes += memory.memoryHeaps[i].size;
  constexpr VkMemoryPropertyFlags kShared = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT |
                                            VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
                                            VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  // A small window of a card's memory is visible nearly everywhere: only a whole heap counts.
  std::uint64_t visible = 0;
  for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i)
    if ((memory.memoryTypes[i].propertyFlags & kShared) == kShared)
      visible = std::max(visible, memory.memoryHeaps[memory.memoryTypes[i].heapIndex].size);
  traits.sharesMemory = visible >= traits.memoryBytes && visible > 0;
}

void readFeatures(DeviceTraits& traits) {
  VkPhysicalDeviceVulkan12Features features12{};
  features12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES;
  VkPhysicalDeviceVulkan11Features features11{};
  features11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES;
  features11.pNext = &features12;
  VkPhysicalDeviceFeatures2 features{};
  features.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
  features.pNext = &features11;
  vkGetPhysicalDeviceFeatures2(traits.handle, &features);
  traits.float16 = features12.shaderFloat16 == VK_TRUE;
  traits.storage8 = features12.storageBuffer8BitAccess == VK_TRUE;
  traits.storage16 = features11.storageBuffer16BitAccess == VK_TRUE;
  traits.bufferAddresses = features12.bufferDeviceAddress == VK_TRUE;
}

void readProperties(DeviceTraits& traits, bool hasIntegerDot) {
  VkPhysicalDeviceShaderIntegerDotProductProperties dot{};
  dot.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_PROPERTIES;
  VkPhysicalDeviceDriverProperties driver{};
  driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  driver.pNext = hasIntegerDot ? &dot : nullptr;
  VkPhysicalDeviceVulkan11Properties properties11{};
  properties11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_PROPERTIES;
  properties11.pNext = &driver;
  VkPhysicalDeviceProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &properties11;
  vkGetPhysicalDeviceProperties2(traits.handle, &properties);
  traits.driver = fmt::format("{} {}", driver.driverName, driver.driverInfo);
  traits.subgroupSize = properties11.subgroupSize;
  traits.subgroupArithmetic =
      (properties11.subgroupSupportedOperations & VK_SUBGROUP_FEATURE_ARITHMETIC_BIT) != 0 &&
      (properties11.subgroupSupportedStages & VK_SHADER_STAGE_COMPUTE_BIT) != 0;
  traits.mostAllocationBytes = properties11.maxMemoryAllocationSize;
  traits.integerDot = dot.integerDotProduct4x8BitPackedSignedAccelerated == VK_TRUE;
  const VkPhysicalDeviceLimits& limits = properties.properties.limits;
  traits.mostBufferBytes = limits.maxStorageBufferRange;
  traits.alignment = std::uint32_t(limits.minStorageBufferOffsetAlignment);
  traits.mostInvocations = limits.maxComputeWorkGroupInvocations;
  traits.sharedBytes = limits.maxComputeSharedMemorySize;
}

}  // namespace

DeviceTraits traitsOf(VkPhysicalDevice device) {
  DeviceTraits traits;
  traits.handle = device;
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(device, &properties);
  traits.name = properties.deviceName;
  traits.apiVersion = properties.apiVersion;
  traits.type = properties.deviceType;
  if (properties.apiVersion < VK_API_VERSION_1_2) {
    traits.passedOver = fmt::format("Its driver speaks Vulkan {}.{}, and 1.2 is needed.",
                                    VK_API_VERSION_MAJOR(properties.apiVersion),
                                    VK_API_VERSION_MINOR(properties.apiVersion));
    return traits;
  }
  const std::vector<VkExtensionProperties> extensions = extensionsOf(device);
  traits.pushDescriptors = hasExtension(extensions, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME);
  traits.memoryBudget = hasExtension(extensions, VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
  readMemory(traits);
  readFeatures(traits);
  readProperties(traits,
                 properties.apiVersion >= VK_API_VERSION_1_3 ||
                     hasExtension(extensions, VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME));
  if (const auto family = computeFamily(device))
    traits.queueFamily = *family;
  else
    traits.passedOver = "It has no queue that computes.";
  return traits;
}

}  // namespace alcove::backends::vulkan
