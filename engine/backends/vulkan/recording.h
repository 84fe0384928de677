// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <vector>

#include "backends/vulkan/buffer.h"
#include "backends/vulkan/commands.h"
#include "backends/vulkan/pipeline.h"

namespace alcove::backends::vulkan {

// A part of a buffer that a kernel is bound to.
struct Binding {
  VkBuffer buffer = VK_NULL_HANDLE;
  std::size_t offset = 0;  // a multiple of DeviceTraits::alignment
  std::size_t bytes = 0;
};

// The same as texels. What is read comes so: some devices read texels several times as fast as
// words of storage buffers, and convert formats by the way.
struct Texels {
  Binding binding;
  VkFormat format = VK_FORMAT_R32_SFLOAT;
};

// One kernel on some buffers.
struct Dispatch {
  const Pipeline* pipeline = nullptr;
  std::vector<Texels> reads;    // at most kMostReads
  Binding output;               // written; read as well by some
  std::vector<std::byte> push;  // at most kMostPushBytes, a multiple of 4
  std::array<std::uint32_t, 3> groups{1, 1, 1};
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

  // Waits for those before where they write what this reads or writes, or read what it writes.
  void dispatch(const Dispatch& dispatch);
  // Ends recording.
  void finish();
  // As often as wanted, after finish(). Waits for the end. Throws Error Device.
  void run() { m_commands.run(); }

 private:
  [[nodiscard]] VkDescriptorSet newSet();
  [[nodiscard]] VkBufferView newView(const Texels& texels);
  [[nodiscard]] VkDescriptorSet bind(const Dispatch& dispatch);
  void checkBinding(const Binding& binding) const;
  void order(const Dispatch& dispatch);
  void barrier(VkPipelineStageFlags stage, VkAccessFlags access);

  Device& m_device;
  const PipelineSet& m_pipelines;
  Commands m_commands;
  std::vector<VkDescriptorPool> m_pools;  // of kPoolSets each
  std::uint32_t m_setsLeft = 0;           // in the last of them
  std::vector<VkBufferView> m_views;
  // Of the dispatches since the last barrier.
  std::vector<Binding> m_read, m_written;
};

}  // namespace alcove::backends::vulkan
