// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>

#include "backends/vulkan/instance.h"
#include "backends/vulkan/memory_now.h"

namespace alcove::backends::vulkan {

// What a piece of memory is for.
enum class MemoryUse {
  Device,    // kernels' own; written by the processor where the device shares its memory
  Upload,    // written by the processor, read by kernels or copied from
  Download,  // written by kernels or copied to, read by the processor
};

// Where tests put themselves between devices and their driver, to make it fail: called with the
// functions of each device that is opened. Null outside of tests.
inline void (*deviceTableHook)(VolkDeviceTable&) = nullptr;

// A device that was opened, with one queue. One thread at a time.
class Device {
 public:
  // Throws Error Device. `traits` is one of the instance's, and not passed over.
  Device(std::shared_ptr<const Instance> instance, const DeviceTraits& traits);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  [[nodiscard]] const DeviceTraits& traits() const { return m_traits; }
  [[nodiscard]] VkDevice handle() const { return m_device; }
  [[nodiscard]] const VolkDeviceTable& api() const { return m_api; }

  // The kind of memory for a use that allows `typeBits`, the best first.
  [[nodiscard]] std::uint32_t memoryType(MemoryUse use, std::uint32_t typeBits) const;
  [[nodiscard]] bool isVisible(std::uint32_t memoryType) const;

  // Buffers tell what they take and give back.
  void countMemory(std::uint64_t taken, std::uint64_t given) const {
    m_allocatedBytes += taken;
    m_allocatedBytes -= given;
    m_mostAllocatedBytes = std::max(m_mostAllocatedBytes, m_allocatedBytes);
    countHeldMemory(m_traits.handle, taken, given);
  }
  [[nodiscard]] std::uint64_t allocatedBytes() const { return m_allocatedBytes; }
  [[nodiscard]] std::uint64_t mostAllocatedBytes() const { return m_mostAllocatedBytes; }

  // Runs commands that were recorded, and waits for their end. Throws Error Device.
  void run(VkCommandBuffer commands);
  // It did not finish in time, and may use what it was given for ever: nothing of it is freed.
  [[nodiscard]] bool isStuck() const { return m_stuck; }
  [[nodiscard]] VkCommandPool commandPool() const { return m_commandPool; }

 private:
  void open();
  void close() noexcept;

  std::shared_ptr<const Instance> m_instance;
  DeviceTraits m_traits;
  VkPhysicalDeviceMemoryProperties m_memory{};
  VkDevice m_device = VK_NULL_HANDLE;
  VolkDeviceTable m_api{};
  VkQueue m_queue = VK_NULL_HANDLE;
  VkCommandPool m_commandPool = VK_NULL_HANDLE;
  VkFence m_done = VK_NULL_HANDLE;
  mutable std::uint64_t m_allocatedBytes = 0;
  mutable std::uint64_t m_mostAllocatedBytes = 0;
  bool m_stuck = false;
};

}  // namespace alcove::backends::vulkan
