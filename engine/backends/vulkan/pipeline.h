// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backends/vulkan/device.h"
#include "backends/vulkan/pipeline_cache.h"
#include "backends/vulkan/shader_table.h"

namespace alcove::backends::vulkan {

// The most that a dispatch reads, and pushes: what every Vulkan device allows.
inline constexpr std::uint32_t kMostReads = 6;
inline constexpr std::uint32_t kMostPushBytes = 128;

// A shader with its constants, ready to be dispatched. All have a storage buffer in
// place 0, kMostReads texel buffers behind it and kMostPushBytes of push constants, of which each
// uses the first few.
class Pipeline {
 public:
  // `constants` are specialization constants 0, 1, …
  Pipeline(const Device& device, VkPipelineLayout layout, VkPipelineCache cache,
           const Shader& shader, std::span<const std::uint32_t> constants);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;
  [[nodiscard]] VkPipeline handle() const { return m_pipeline; }

 private:
  const Device& m_device;
  VkPipeline m_pipeline = VK_NULL_HANDLE;
};

// All pipelines of a device, each made when it is first wanted. The device outlives it.
class PipelineSet {
 public:
  explicit PipelineSet(const Device& device);
  ~PipelineSet();
  PipelineSet(const PipelineSet&) = delete;
  PipelineSet& operator=(const PipelineSet&) = delete;

  [[nodiscard]] const Pipeline& get(std::string_view shader,
                                    std::span<const std::uint32_t> constants = {});
  // Keeps what was compiled since the last time for the next start.
  void keep() noexcept;
  [[nodiscard]] VkDescriptorSetLayout setLayout() const { return m_setLayout; }
  [[nodiscard]] VkPipelineLayout layout() const { return m_layout; }

 private:
  const Device& m_device;
  PipelineCache m_cache;
  bool m_isKept = true;
  VkDescriptorSetLayout m_setLayout = VK_NULL_HANDLE;
  VkPipelineLayout m_layout = VK_NULL_HANDLE;
  std::map<std::pair<std::string, std::vector<std::uint32_t>>, std::unique_ptr<Pipeline>>
      m_pipelines;
};

}  // namespace alcove::backends::vulkan
