// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "backends/vulkan/vulkan_api.h"

namespace alcove::backends::vulkan {

// What a device says of itself, as far as kernels and people care.
struct DeviceTraits {
  VkPhysicalDevice handle = VK_NULL_HANDLE;
  std::string name;    // "NVIDIA GeForce RTX 4090"
  std::string driver;  // "NVIDIA 550.54.14"
  std::string card;    // the same whichever driver offers it; empty if none tells
  std::uint32_t apiVersion = 0;
  VkPhysicalDeviceType type = VK_PHYSICAL_DEVICE_TYPE_OTHER;
  std::uint32_t queueFamily = 0;  // that computes

  std::uint64_t memoryBytes = 0;      // device-local, of all heaps
  bool sharesMemory = false;          // all device-local memory can be written by the processor
  std::uint64_t mostBufferBytes = 0;  // that one binding reaches
  std::uint64_t mostAllocationBytes = 0;
  std::uint32_t alignment = 1;  // of a binding's offset, in bytes

  // Of every subgroup, a power of two; 0 where it varies.
  std::uint32_t subgroupSize = 0;
  bool subgroups = false;  // of 8 or more, that hand values around and add them up

  // Multiplies four pairs of bytes at once, and faster than four floats.
  bool dotsBytes = false;

  // A program that plays a card: what is fast there is not what is fast on a card.
  [[nodiscard]] bool isSoftware() const {
    return type == VK_PHYSICAL_DEVICE_TYPE_CPU && !asPlainCard;
  }
  // With ALCOVE_VULKAN_AS=card every device is taken for a card without any optional feature, so
  // that what is written for these is tested where there is none; with ALCOVE_VULKAN_AS=dot
  // products of bytes are used wherever they are known, for the same reason.
  bool asPlainCard = false;

  // Why Alcove does not use it, as a sentence; empty if it does.
  std::string passedOver;
};

[[nodiscard]] DeviceTraits traitsOf(VkPhysicalDevice device);

}  // namespace alcove::backends::vulkan
