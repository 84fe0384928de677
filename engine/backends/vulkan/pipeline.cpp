// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/pipeline.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace alcove::backends::vulkan {
namespace {

// Destroys itself when the pipeline is made.
class ShaderModule {
 public:
  ShaderModule(const Device& device, const Shader& shader) : m_device(device) {
    VkShaderModuleCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
    info.codeSize = shader.code.size_bytes();
    info.pCode = shader.code.data();
    check(device.api().vkCreateShaderModule(device.handle(), &info, nullptr, &m_module),
          fmt::format("load the kernel {}", shader.name));
  }
  ~ShaderModule() { m_device.api().vkDestroyShaderModule(m_device.handle(), m_module, nullptr); }
  ShaderModule(const ShaderModule&) = delete;
  ShaderModule& operator=(const ShaderModule&) = delete;
  [[nodiscard]] VkShaderModule handle() const { return m_module; }

 private:
  const Device& m_device;
  VkShaderModule m_module = VK_NULL_HANDLE;
};

}  // namespace

Pipeline::Pipeline(const Device& device, VkPipelineLayout layout, VkPipelineCache cache,
                   const Shader& shader, std::span<const std::uint32_t> constants)
    : m_device(device) {
  const ShaderModule module(device, shader);
  std::vector<VkSpecializationMapEntry> entries;
  for (std::uint32_t i = 0; i < constants.size(); ++i)
    entries.push_back({i, std::uint32_t(i * sizeof(std::uint32_t)), sizeof(std::uint32_t)});
  const VkSpecializationInfo specialization{std::uint32_t(entries.size()), entries.data(),
                                            constants.size_bytes(), constants.data()};
  VkComputePipelineCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
  info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  info.stage.module = module.handle();
  info.stage.pName = "main";
  info.stage.pSpecializationInfo = &specialization;
  info.layout = layout;
  check(
      device.api().vkCreateComputePipelines(device.handle(), cache, 1, &info, nullptr, &m_pipeline),
      fmt::format("compile the kernel {}", shader.name));
}

Pipeline::~Pipeline() {
  if (!m_device.isStuck()) m_device.api().vkDestroyPipeline(m_device.handle(), m_pipeline, nullptr);
}

PipelineSet::PipelineSet(const Device& device)
    : m_device(device), m_cache(device, PipelineCache::usualFile(device.traits())) {
  std::array<VkDescriptorSetLayoutBinding, 1 + kMostReads> bindings{};
  for (std::uint32_t i = 0; i < bindings.size(); ++i)
    bindings[i] = {
        i, i == 0 ? VK_DESCRIPTOR_TYPE_STORAGE_BUFFER : VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER, 1,
        VK_SHADER_STAGE_COMPUTE_BIT, nullptr};
  VkDescriptorSetLayoutCreateInfo set{};
  set.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
  set.bindingCount = std::uint32_t(bindings.size());
  set.pBindings = bindings.data();
  check(device.api().vkCreateDescriptorSetLayout(device.handle(), &set, nullptr, &m_setLayout),
        "describe bindings");
  const VkPushConstantRange push{VK_SHADER_STAGE_COMPUTE_BIT, 0, kMostPushBytes};
  VkPipelineLayoutCreateInfo layout{};
  layout.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
  layout.setLayoutCount = 1;
  layout.pSetLayouts = &m_setLayout;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &push;
  const VkResult result =
      device.api().vkCreatePipelineLayout(device.handle(), &layout, nullptr, &m_layout);
  if (result != VK_SUCCESS)
    device.api().vkDestroyDescriptorSetLayout(device.handle(), m_setLayout, nullptr);
  check(result, "describe a pipeline");
}

PipelineSet::~PipelineSet() {
  if (m_device.isStuck()) return;
  m_pipelines.clear();
  m_device.api().vkDestroyPipelineLayout(m_device.handle(), m_layout, nullptr);
  m_device.api().vkDestroyDescriptorSetLayout(m_device.handle(), m_setLayout, nullptr);
}

const Pipeline& PipelineSet::get(std::string_view shader,
                                 std::span<const std::uint32_t> constants) {
  auto& pipeline = m_pipelines[{std::string(shader), {constants.begin(), constants.end()}}];
  if (!pipeline) {
    pipeline = std::make_unique<Pipeline>(m_device, m_layout, m_cache.handle(), shaderNamed(shader),
                                          constants);
    m_isKept = false;
  }
  return *pipeline;
}

void PipelineSet::keep() noexcept {
  if (!std::exchange(m_isKept, true)) m_cache.save();
}

}  // namespace alcove::backends::vulkan
