// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_traits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

namespace alcove::backends::vulkan {
namespace {

// A row of experts, or of a table of words, has to fit. Every card has far more.
constexpr std::uint64_t kLeastBufferBytes = std::uint64_t(64) << 20;

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
  traits.sharesMemory = visible >= traits.memoryBytes && visible > 0 && !traits.asPlainCard;
}

// Subgroups of a size that varies from kernel to kernel are left alone.
void readSubgroups(DeviceTraits& traits, const VkPhysicalDeviceSubgroupProperties& subgroups) {
  if (traits.apiVersion < VK_API_VERSION_1_3 || traits.asPlainCard) return;
  VkPhysicalDeviceSubgroupSizeControlProperties sizes{};
  sizes.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES;
  VkPhysicalDeviceProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &sizes;
  vkGetPhysicalDeviceProperties2(traits.handle, &properties);
  if (sizes.minSubgroupSize != sizes.maxSubgroupSize) return;
  traits.subgroupSize = subgroups.subgroupSize;
  constexpr VkSubgroupFeatureFlags kNeeded =
      VK_SUBGROUP_FEATURE_ARITHMETIC_BIT | VK_SUBGROUP_FEATURE_SHUFFLE_BIT;
  traits.subgroups = traits.subgroupSize >= 8 && traits.subgroupSize <= 64 &&
                     (subgroups.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT) != 0 &&
                     (subgroups.supportedOperations & kNeeded) == kNeeded;
}

bool isTakenFor(std::string_view what) {
  const char* const as = std::getenv("ALCOVE_VULKAN_AS");
  return as != nullptr && as == what;
}

void readDots(DeviceTraits& traits) {
  if (traits.apiVersion < VK_API_VERSION_1_3 || traits.asPlainCard) return;
  VkPhysicalDeviceShaderIntegerDotProductFeatures known{};
  known.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES;
  VkPhysicalDeviceFeatures2 features{};
  features.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
  features.pNext = &known;
  vkGetPhysicalDeviceFeatures2(traits.handle, &features);
  VkPhysicalDeviceShaderIntegerDotProductProperties dots{};
  dots.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_PROPERTIES;
  VkPhysicalDeviceProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &dots;
  vkGetPhysicalDeviceProperties2(traits.handle, &properties);
  const bool fast = dots.integerDotProduct4x8BitPackedMixedSignednessAccelerated == VK_TRUE;
  traits.dotsBytes = known.shaderIntegerDotProduct == VK_TRUE && (fast || isTakenFor("dot"));
}

void readProperties(DeviceTraits& traits) {
  VkPhysicalDeviceDriverProperties driver{};
  driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  VkPhysicalDeviceSubgroupProperties subgroups{};
  subgroups.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES;
  VkPhysicalDeviceIDProperties identity{};
  identity.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES;
  driver.pNext = &subgroups;
  subgroups.pNext = &identity;
  VkPhysicalDeviceMaintenance3Properties allocations{};
  allocations.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES;
  identity.pNext = &allocations;
  VkPhysicalDeviceProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &driver;
  vkGetPhysicalDeviceProperties2(traits.handle, &properties);
  traits.driver = fmt::format("{} {}", driver.driverName, driver.driverInfo);
  if (std::ranges::any_of(identity.deviceUUID, [](std::uint8_t byte) { return byte != 0; }))
    traits.card = fmt::format("{:02x}", fmt::join(identity.deviceUUID, ""));
  const VkPhysicalDeviceLimits& limits = properties.properties.limits;
  // Everything may be bound as texels too, caches as such of four bytes.
  traits.mostBufferBytes = std::min<std::uint64_t>(
      limits.maxStorageBufferRange, std::uint64_t(limits.maxTexelBufferElements) * 4);
  traits.mostAllocationBytes = allocations.maxMemoryAllocationSize;
  traits.alignment = std::uint32_t(
      std::max(limits.minStorageBufferOffsetAlignment, limits.minTexelBufferOffsetAlignment));
  readSubgroups(traits, subgroups);
  readDots(traits);
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
  traits.asPlainCard = isTakenFor("card");
  if (properties.apiVersion < VK_API_VERSION_1_2) {
    traits.passedOver = fmt::format("Its driver speaks Vulkan {}.{}, and 1.2 is needed.",
                                    VK_API_VERSION_MAJOR(properties.apiVersion),
                                    VK_API_VERSION_MINOR(properties.apiVersion));
    return traits;
  }
  readMemory(traits);
  readProperties(traits);
  if (traits.mostBufferBytes < kLeastBufferBytes)
    traits.passedOver = fmt::format("It reads {} KiB of a buffer at once, and {} MiB are needed.",
                                    traits.mostBufferBytes >> 10, kLeastBufferBytes >> 20);
  if (const auto family = computeFamily(device))
    traits.queueFamily = *family;
  else
    traits.passedOver = "It has no queue that computes.";
  return traits;
}

}  // namespace alcove::backends::vulkan
