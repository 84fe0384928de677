// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/vulkan/device.h"

namespace alcove::backends::vulkan {

// A command buffer that is being recorded, and then run. The device outlives it.
class Commands {
 public:
  // Begins recording. Throws Error Device.
  explicit Commands(Device& device, VkCommandBufferUsageFlags usage = 0);
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  [[nodiscard]] VkCommandBuffer handle() const { return m_commands; }
  // Ends recording.
  void finish();
  // After finish(). Waits for the end. Throws Error Device.
  void run() { m_device.run(m_commands); }

 private:
  void free() noexcept;

  Device& m_device;
  VkCommandBuffer m_commands = VK_NULL_HANDLE;
};

}  // namespace alcove::backends::vulkan
