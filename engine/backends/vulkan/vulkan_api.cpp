// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_api.h"

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::backends::vulkan {

std::string nameOf(VkResult result) {
  switch (result) {
#define ALCOVE_NAME(value) \
  case value:              \
    return #value;
    ALCOVE_NAME(VK_SUCCESS)
    ALCOVE_NAME(VK_NOT_READY)
    ALCOVE_NAME(VK_TIMEOUT)
    ALCOVE_NAME(VK_INCOMPLETE)
    ALCOVE_NAME(VK_ERROR_OUT_OF_HOST_MEMORY)
    ALCOVE_NAME(VK_ERROR_OUT_OF_DEVICE_MEMORY)
    ALCOVE_NAME(VK_ERROR_INITIALIZATION_FAILED)
    ALCOVE_NAME(VK_ERROR_DEVICE_LOST)
    ALCOVE_NAME(VK_ERROR_MEMORY_MAP_FAILED)
    ALCOVE_NAME(VK_ERROR_LAYER_NOT_PRESENT)
    ALCOVE_NAME(VK_ERROR_EXTENSION_NOT_PRESENT)
    ALCOVE_NAME(VK_ERROR_FEATURE_NOT_PRESENT)
    ALCOVE_NAME(VK_ERROR_INCOMPATIBLE_DRIVER)
    ALCOVE_NAME(VK_ERROR_TOO_MANY_OBJECTS)
    ALCOVE_NAME(VK_ERROR_FRAGMENTED_POOL)
    ALCOVE_NAME(VK_ERROR_OUT_OF_POOL_MEMORY)
    ALCOVE_NAME(VK_ERROR_UNKNOWN)
#undef ALCOVE_NAME
    default:
      return fmt::format("VkResult {}", int(result));
  }
}

void check(VkResult result, const std::string& doing) {
  if (result == VK_SUCCESS) return;
  const bool memory =
      result == VK_ERROR_OUT_OF_DEVICE_MEMORY || result == VK_ERROR_OUT_OF_HOST_MEMORY;
  throw Error(memory ? ErrorCode::OutOfMemory : ErrorCode::Device,
              fmt::format("The Vulkan driver could not {} ({}).", doing, nameOf(result)));
}

}  // namespace alcove::backends::vulkan
