// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "backends/vulkan/device_traits.h"

namespace alcove::backends::vulkan {

// Where tests change the list of devices; null outside of tests.
inline void (*deviceListHook)(std::vector<DeviceTraits>&) = nullptr;

// The process's Vulkan: one for all devices, made when somebody first asks.
class Instance {
 public:
  // The same object for as long as anybody holds it. Throws Error Device, with a sentence, where
  // the system has no loader or no driver. Any thread.
  [[nodiscard]] static std::shared_ptr<const Instance> shared();

  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  // Those that are passed over as well.
  [[nodiscard]] std::span<const DeviceTraits> devices() const { return m_devices; }

 private:
  Instance();
  void findDevices();

  VkInstance m_instance = VK_NULL_HANDLE;
  std::vector<DeviceTraits> m_devices;
};

}  // namespace alcove::backends::vulkan
