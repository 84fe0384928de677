// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Asks the Vulkan driver for what is forbidden, a buffer of no size and no use: shows that the
// validation layers are really there. Exit code 77 where there is no device.
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "backends/vulkan/device.h"

int main() {
  using namespace alcove::backends::vulkan;
  try {
    const auto instance = Instance::shared();
    const auto devices = instance->devices();
    const auto usable = std::ranges::find_if(
        devices, [](const DeviceTraits& traits) { return traits.passedOver.empty(); });
    if (usable == devices.end()) return 77;
    const Device device(instance, *usable);
    VkBufferCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
    VkBuffer buffer = VK_NULL_HANDLE;
    if (device.api().vkCreateBuffer(device.handle(), &info, nullptr, &buffer) == VK_SUCCESS)
      device.api().vkDestroyBuffer(device.handle(), buffer, nullptr);
    return 0;
  } catch (const alcove::Error& error) {
    fmt::print("{}\n", error.sentence());
    return 77;
  }
}
