// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_backend.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "backends/batch_records.h"
#include "backends/vulkan/plan.h"
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

// Memory that the executables of one backend take turns in.
struct SharedBuffers {
  Buffer arena;
  Buffer inputs;
  Buffer output;
  Buffer scratch;

  void grow(const Device& device, std::size_t arenaBytes, std::size_t inputBytes,
            std::size_t outputBytes) {
    if (arena.bytes() < arenaBytes) arena = Buffer(device, arenaBytes, MemoryUse::Device);
    if (inputs.bytes() < inputBytes) inputs = Buffer(device, inputBytes, MemoryUse::Upload);
    if (output.bytes() < outputBytes) output = Buffer(device, outputBytes, MemoryUse::Download);
  }
  void growScratch(const Device& device, std::size_t bytes) {
    if (scratch.bytes() < bytes) scratch = Buffer(device, bytes, MemoryUse::Device);
  }
};

class VulkanExecutable final : public Executable {
 public:
  struct Parts {
    Device& device;
    PipelineSet& pipelines;
    const DeviceWeights& weights;
    SharedBuffers& shared;
  };

  VulkanExecutable(std::shared_ptr<const graph::Graph> graph, const Parts& parts)
      : m_graph(std::move(graph)),
        m_memory(graph::planMemory(*m_graph)),
        m_inputRow(graph::sideBySide(*m_graph, m_graph->inputs)),
        m_outputRow(graph::sideBySide(*m_graph, m_graph->outputs)),
        m_parts(parts) {}

  void run(const ops::BatchView& batch, std::span<const std::span<const float>> inputs,
           std::span<const std::span<float>> outputs) override {
    ALCOVE_ASSERT(std::int64_t(batch.tokens.size()) == m_graph->shape.tokens);
    writeBatch(batch);
    m_parts.shared.grow(m_parts.device, m_memory.bytes, m_inputRow.bytes, m_outputRow.bytes);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      std::memcpy(m_parts.shared.inputs.mapped() + m_inputRow.offsets[i], inputs[i].data(),
                  inputs[i].size_bytes());
    const auto* const pool = dynamic_cast<const DeviceKvPool*>(batch.pool);
    ALCOVE_ASSERT(pool != nullptr || batch.pool == nullptr);
    if (!m_recording || boundNow(pool) != m_bound) record(pool);
    m_recording->run();
    for (std::size_t i = 0; i < outputs.size(); ++i)
      std::memcpy(outputs[i].data(), m_parts.shared.output.mapped() + m_outputRow.offsets[i],
                  outputs[i].size_bytes());
  }

 private:
  // The serials of what the recording binds: when one of these changes, it is made anew.
  using Bound = std::array<std::uint64_t, 8>;

  [[nodiscard]] Bound boundNow(const DeviceKvPool* pool) const {
    return {pool == nullptr ? 0 : pool->serial(),
            m_parts.shared.arena.serial(),
            m_parts.shared.inputs.serial(),
            m_parts.shared.output.serial(),
            m_parts.shared.scratch.serial(),
            m_tokens.serial(),
            m_tables.serial(),
            m_outputs.serial()};
  }

  void writeBatch(const ops::BatchView& batch) {
    fit(m_tokens, std::max<std::size_t>(tokenRecords(batch), 1) * sizeof(TokenRecord));
    fit(m_tables, (tableEntries(batch) + 1) * sizeof(std::uint32_t));
    writeRecords(batch, reinterpret_cast<TokenRecord*>(m_tokens.mapped()),
                 reinterpret_cast<std::uint32_t*>(m_tables.mapped()));
    fit(m_outputs, (batch.outputs.size() + 1) * sizeof(std::uint32_t));
    std::ranges::copy(batch.outputs, reinterpret_cast<std::uint32_t*>(m_outputs.mapped()));
  }

  // Twice what is needed, so that a growing sequence changes it seldom.
  void fit(Buffer& buffer, std::size_t bytes) const {
    if (buffer.bytes() < bytes) buffer = Buffer(m_parts.device, 2 * bytes, MemoryUse::Upload);
  }

  void record(const DeviceKvPool* pool) {
    m_recording.reset();
    Plan plan({*m_graph,
               m_memory,
               m_parts.weights,
               m_parts.pipelines,
               m_parts.device.traits(),
               m_parts.shared.arena,
               m_parts.shared.inputs,
               m_parts.shared.output,
               m_inputRow,
               m_outputRow,
               {m_tokens.handle(), 0, m_tokens.bytes()},
               {m_tables.handle(), 0, m_tables.bytes()},
               {m_outputs.handle(), 0, m_outputs.bytes()},
               pool});
    plan.planAll();
    m_parts.pipelines.keep();
    m_parts.shared.growScratch(m_parts.device, plan.scratchBytes());
    auto recording = std::make_unique<Recording>(m_parts.device, m_parts.pipelines);
    plan.record(*recording, m_parts.shared.scratch);
    recording->finish();
    m_recording = std::move(recording);
    m_bound = boundNow(pool);
  }

  std::shared_ptr<const graph::Graph> m_graph;
  graph::MemoryPlan m_memory;
  graph::RowOfValues m_inputRow;
  graph::RowOfValues m_outputRow;
  Parts m_parts;
  Buffer m_tokens;
  Buffer m_tables;
  Buffer m_outputs;
  std::unique_ptr<Recording> m_recording;
  Bound m_bound{};
};

// A card before what shares the processor's memory, and that before a program that plays one; what
// is passed over comes last.
std::vector<const DeviceTraits*> bestFirst(const Instance& instance) {
  const auto rank = [](const DeviceTraits* traits) {
    constexpr VkPhysicalDeviceType kBestFirst[] = {
        VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU, VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU,
        VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU, VK_PHYSICAL_DEVICE_TYPE_CPU};
    const auto place = std::ranges::find(kBestFirst, traits->type) - std::begin(kBestFirst);
    return traits->passedOver.empty() ? place : place + std::ssize(kBestFirst) + 1;
  };
  std::vector<const DeviceTraits*> devices;
  for (const DeviceTraits& traits : instance.devices()) devices.push_back(&traits);
  std::ranges::stable_sort(devices, {}, rank);
  return devices;
}

const DeviceTraits& chosenDevice(const Instance& instance, const BackendOptions& options) {
  const std::vector<const DeviceTraits*> devices = bestFirst(instance);
  const DeviceTraits& chosen = *devices[deviceIndex("vulkan", options, devices.size())];
  if (!chosen.passedOver.empty())
    throw Error(ErrorCode::Device,
                fmt::format("{} cannot be used. {}", chosen.name, chosen.passedOver));
  return chosen;
}

class VulkanBackend final : public Backend {
 public:
  VulkanBackend(const std::shared_ptr<const Instance>& instance, const BackendOptions& options)
      : m_number(options.device),
        m_device(instance, chosenDevice(*instance, options)),
        m_pipelines(m_device),
        m_weights(m_device) {}

  const char* kind() const override { return "vulkan"; }
  std::string deviceName() const override {
    return fmt::format("{}, {}", m_device.traits().name, m_device.traits().driver);
  }
  int device() const override { return m_number; }
  bool supports(const graph::Node& node) const override {
    return !node.op || findVulkanOp(*node.op) != nullptr;
  }
  void prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) override {
    m_weights.prepare(graph, hooks);
  }
  std::uint64_t weightsBytes() const override { return m_weights.bytes(); }
  std::uint64_t allocatedBytes() const override { return m_device.allocatedBytes(); }
  std::uint64_t mostAllocatedBytes() const override { return m_device.mostAllocatedBytes(); }
  void reserve(const graph::Graph& graph) override {
    m_shared.grow(m_device, graph::planMemory(graph).bytes,
                  graph::sideBySide(graph, graph.inputs).bytes,
                  graph::sideBySide(graph, graph.outputs).bytes);
    m_shared.growScratch(m_device, kMemoryRules.work(graph, 0) - arenaBytes(graph));
  }
  // A token alone is summed by several invocations together.
  std::uint32_t narrowTokens() const override { return 1; }

  std::unique_ptr<cache::KvPool> makeCache(const cache::KvLayout& layout,
                                           std::uint32_t blocks) override {
    return std::make_unique<DeviceKvPool>(m_device, layout, blocks);
  }

  std::unique_ptr<Executable> compile(std::shared_ptr<const graph::Graph> graph) override {
    for (const graph::Node& node : graph->nodes)
      if (!supports(node))
        throw Error(ErrorCode::Unsupported,
                    fmt::format("The Vulkan backend has no kernel for {} yet.", node.op->name));
    return std::make_unique<VulkanExecutable>(
        std::move(graph), VulkanExecutable::Parts{m_device, m_pipelines, m_weights, m_shared});
  }

 private:
  int m_number;  // BackendOptions::device
  Device m_device;
  PipelineSet m_pipelines;
  DeviceWeights m_weights;
  SharedBuffers m_shared;
};

bool isCard(const DeviceTraits& traits) {
  return traits.passedOver.empty() && traits.type != VK_PHYSICAL_DEVICE_TYPE_CPU;
}

std::string whatItIsFor(const DeviceTraits& traits) {
  if (!traits.passedOver.empty()) return traits.passedOver;
  if (traits.type == VK_PHYSICAL_DEVICE_TYPE_CPU)
    return fmt::format("{} only plays a graphics card, slower than the processor itself.",
                       traits.name);
  return fmt::format("{}, {} memory. It is used where it is faster than the processor.",
                     traits.driver, traits.sharesMemory ? "shared" : "its own");
}

std::string whatHelps(const DeviceTraits& traits) {
  if (isCard(traits)) return {};
  if (traits.type == VK_PHYSICAL_DEVICE_TYPE_CPU)
    return "If this computer has a graphics card, install the driver of its maker, or Mesa's.";
  return "Install a newer driver for it, if there is one.";
}

DeviceDescription describe(const DeviceTraits& traits) {
  const MemoryNow memory = memoryNow(traits);
  return {traits.name,
          traits.memoryBytes,
          isCard(traits),
          whatItIsFor(traits),
          traits.sharesMemory,
          traits.driver,
          whatHelps(traits),
          memory.availableBytes,
          memory.heldBytes,
          traits.card,
          {traits.mostBufferBytes, traits.mostAllocationBytes}};
}

}  // namespace

std::vector<DeviceDescription> describeVulkanDevices() {
  try {
    const std::shared_ptr<const Instance> instance = Instance::shared();
    std::vector<DeviceDescription> devices;
    for (const DeviceTraits* traits : bestFirst(*instance)) devices.push_back(describe(*traits));
    return devices;
  } catch (const Error& error) {
    DeviceDescription none{"Vulkan", 0, false, error.sentence()};
    none.remedy =
        "If this computer has a graphics card, install the Vulkan driver for it and start Alcove "
        "again.";
    return {none};
  }
}

std::unique_ptr<Backend> createVulkanBackend(const BackendOptions& options) {
  refuseForCards(options, "Vulkan");
  return std::make_unique<VulkanBackend>(Instance::shared(), options);
}

}  // namespace alcove::backends::vulkan
