// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/memory_now.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "backends/held_memory.h"

namespace alcove::backends::vulkan {
namespace {

HeldMemory& held() {
  static HeldMemory memory;
  return memory;
}

std::uint64_t numberOf(VkPhysicalDevice device) { return reinterpret_cast<std::uintptr_t>(device); }

bool saysItsBudget(VkPhysicalDevice device) {
  std::uint32_t count = 0;
  if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr) != VK_SUCCESS)
    return false;
  std::vector<VkExtensionProperties> extensions(count);
  if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data()) !=
      VK_SUCCESS)
    return false;
  return std::ranges::any_of(extensions, [](const VkExtensionProperties& extension) {
    return std::string_view(extension.extensionName) == VK_EXT_MEMORY_BUDGET_EXTENSION_NAME;
  });
}

}  // namespace

MemoryNow memoryNow(const DeviceTraits& traits) {
  MemoryNow now;
  now.heldBytes = held().of(numberOf(traits.handle)).value_or(0);
  now.availableBytes = traits.memoryBytes - std::min(traits.memoryBytes, now.heldBytes);
  if (traits.asPlainCard || !traits.passedOver.empty() || !saysItsBudget(traits.handle)) return now;
  VkPhysicalDeviceMemoryBudgetPropertiesEXT budget{};
  budget.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT;
  VkPhysicalDeviceMemoryProperties2 memory{};
  memory.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2;
  memory.pNext = &budget;
  vkGetPhysicalDeviceMemoryProperties2(traits.handle, &memory);
  const VkPhysicalDeviceMemoryProperties& heaps = memory.memoryProperties;
  now.availableBytes = 0;
  for (std::uint32_t i = 0; i < heaps.memoryHeapCount; ++i)
    if (heaps.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
      now.availableBytes +=
          budget.heapBudget[i] - std::min(budget.heapBudget[i], budget.heapUsage[i]);
  now.availableBytes = std::min(now.availableBytes, traits.memoryBytes);
  return now;
}

void countHeldMemory(VkPhysicalDevice device, std::uint64_t takenBytes, std::uint64_t givenBytes) {
  held().change(numberOf(device), takenBytes, givenBytes);
}

}  // namespace alcove::backends::vulkan
