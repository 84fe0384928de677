// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <vector>

#include "backends/vulkan/buffer.h"
#include "backends/vulkan/pipeline.h"

namespace alcove::backends::vulkan {

// A part of a buffer that a kernel is bound to.
struct Binding {
  VkBuffer buffer = VK_NULL_HANDLE;
  std::size_t offset = 0;  // a multiple of DeviceTraits::alignment
  std::size_t bytes = 0;
};

// Sets of bindings that are made together.
inline constexpr std::uint32_t kPoolSets = 64;

// Commands that are recorded once and run many times. The device and the pipelines outlive it; so
// does whatever is bound.
class Recording {
 public:
  Recording(Device& device, const PipelineSet& pipelines);
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  // `push` is at most kMostPushBytes long, a multiple of 4.
  void dispatch(const Pipeline& pipeline, std::span<const Binding> bindings,
                std::span<const std::byte> push, std::array<std::uint32_t, 3> groups);
  // What was recorded before has written what is recorded after will read or overwrite.
  void barrier();
  // Ends recording.
  void finish();
  // As often as wanted, after finish(). Waits for the end. Throws Error Device.
  void run() { m_device.run(m_commands); }

 private:
  void free() noexcept;
  [[nodiscard]] VkDescriptorSet newSet();
  [[nodiscard]] VkDescriptorSet bind(std::span<const Binding> bindings);

  Device& m_device;
  const PipelineSet& m_pipelines;
  VkCommandBuffer m_commands = VK_NULL_HANDLE;
  std::vector<VkDescriptorPool> m_pools;  // of kPoolSets each
  std::uint32_t m_setsLeft = 0;           // in the last of them
};

}  // namespace alcove::backends::vulkan
