// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

// Vulkan's types, and its functions through pointers that volk fills at run time: nothing links the
// loader, so the program starts where there is none.
#include <volk.h>

#include <string>

namespace alcove::backends::vulkan {

// "VK_ERROR_DEVICE_LOST", or the number of what has no name here.
[[nodiscard]] std::string nameOf(VkResult result);

// Throws for anything but success, `doing` being what was tried ("allocate 64 MiB"): Error
// OutOfMemory where memory was lacking, else Error Device.
void check(VkResult result, const std::string& doing);

}  // namespace alcove::backends::vulkan
