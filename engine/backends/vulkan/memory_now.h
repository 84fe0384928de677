// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "backends/vulkan/device_traits.h"

namespace alcove::backends::vulkan {

// A device's own memory at this moment.
struct MemoryNow {
  std::uint64_t availableBytes = 0;  // that this process could still get
  std::uint64_t heldBytes = 0;       // that it holds, through Alcove's buffers
};

// From VK_EXT_memory_budget where the driver has it, which knows of other programs; else the size
// of the device's heaps less what Alcove holds. Any thread, as long as the instance is held.
[[nodiscard]] MemoryNow memoryNow(const DeviceTraits& traits);

// Whoever allocates tells what it takes and gives back. Any thread.
void countHeldMemory(VkPhysicalDevice device, std::uint64_t takenBytes, std::uint64_t givenBytes);

}  // namespace alcove::backends::vulkan
