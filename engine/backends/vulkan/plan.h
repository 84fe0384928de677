// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>
#include <utility>

#include "backends/vulkan/device_kv_pool.h"
#include "backends/vulkan/device_weights.h"
#include "graph/graph.h"
#include "graph/memory_plan.h"

namespace alcove::backends::vulkan {

// What the kernels know of a token of the batch: struct Token of the shaders.
struct TokenRecord {
  std::uint32_t table = 0;  // where the blocks of its sequence begin among all tables
  std::uint32_t position = 0;
  std::uint32_t count = 0;     // of its sequence's tokens after this batch
  std::uint32_t sequence = 0;  // how long its sequence is, as far as that is known
  std::uint32_t id = 0;
  std::uint32_t unused[3] = {};
};
static_assert(sizeof(TokenRecord) == 32);

// A node's value where kernels find it.
struct Value {
  ops::TensorDesc desc;
  Binding binding;                       // nothing for weights of several parts
  const DeviceWeight* weight = nullptr;  // set for weights

  // By single values, and by four; rows have whole numbers of these.
  [[nodiscard]] Texels floats() const { return {binding, VK_FORMAT_R32_SFLOAT}; }
  [[nodiscard]] Texels quads() const { return {binding, VK_FORMAT_R32G32B32A32_SFLOAT}; }
  [[nodiscard]] std::uint32_t rows() const { return std::uint32_t(desc.shape.rows()); }
  [[nodiscard]] std::uint32_t columns() const { return std::uint32_t(desc.shape.columns()); }
  [[nodiscard]] std::uint32_t values() const { return std::uint32_t(desc.shape.values()); }
};

// Turns a graph into dispatches, node by node, through the rows of the Vulkan op table.
class Plan {
 public:
  struct Setup {
    const graph::Graph& graph;
    const graph::MemoryPlan& memory;
    const DeviceWeights& weights;
    PipelineSet& pipelines;
    const DeviceTraits& traits;
    const Buffer& arena;
    const Buffer& output;
    Binding tokens;  // a TokenRecord each
    Binding tables;
    Binding outputs;                     // the indices of tokens
    const DeviceKvPool* pool = nullptr;  // null: the graph has no attention
  };
  explicit Plan(const Setup& setup) : m_setup(setup) {}

  [[nodiscard]] const graph::Node& node() const { return m_setup.graph.nodes[m_index]; }
  [[nodiscard]] Value input(int index) const { return value(node().inputs[std::size_t(index)]); }
  [[nodiscard]] Value output() const { return value(graph::NodeId(m_index)); }
  [[nodiscard]] const DeviceTraits& traits() const { return m_setup.traits; }
  [[nodiscard]] Texels tokens() const { return {m_setup.tokens, VK_FORMAT_R32G32B32A32_UINT}; }
  [[nodiscard]] Texels tables() const { return {m_setup.tables, VK_FORMAT_R32_UINT}; }
  [[nodiscard]] Texels outputs() const { return {m_setup.outputs, VK_FORMAT_R32_UINT}; }
  [[nodiscard]] const DeviceKvPool& pool() const {
    ALCOVE_ASSERT(m_setup.pool != nullptr);
    return *m_setup.pool;
  }

  // The variant for the device of a shader that has one for subgroups.
  [[nodiscard]] std::string variant(std::string_view shader) const {
    return std::string(shader) + (traits().subgroups ? "_subgroups" : "");
  }
  // Specialization constants of shaders that include sums.glsl.
  [[nodiscard]] std::vector<std::uint32_t> sumConstants() const {
    if (!traits().subgroups) return {elementThreads()};
    return {traits().isSoftware() ? traits().subgroupSize : 4 * traits().subgroupSize,
            traits().subgroupSize};
  }
  // Memory between the dispatches of this node; its buffer is known when all are planned.
  [[nodiscard]] Binding scratch(std::size_t bytes);

  struct Kernel {
    std::string shader;
    std::vector<std::uint32_t> constants;
    std::vector<Texels> reads;
    Binding output;
    std::array<std::uint32_t, 3> groups{1, 1, 1};
  };
  template <class Push>
  void dispatch(const Kernel& kernel, const Push& push) {
    static_assert(std::is_trivially_copyable_v<Push> && sizeof(Push) % 4 == 0);
    add(kernel, std::as_bytes(std::span(&push, 1)));
  }

  // Runs a shader over the elements of the output.
  template <class Push>
  void elementwise(std::string_view shader, std::vector<Texels> inputs, const Push& push) {
    dispatch({std::string(shader),
              {elementThreads()},
              std::move(inputs),
              output().binding,
              groupsFor(output().values())},
             push);
  }

  // Invocations of a work group of an elementwise kernel, and work groups for so many elements;
  // shaders go round if that is not enough.
  [[nodiscard]] std::uint32_t elementThreads() const;
  [[nodiscard]] std::array<std::uint32_t, 3> groupsFor(std::uint32_t elements) const;

  void planAll();
  [[nodiscard]] std::size_t scratchBytes() const { return m_scratchBytes; }
  // With scratch() in `scratch`, which has scratchBytes() or more.
  void record(Recording& recording, const Buffer& scratch);

 private:
  [[nodiscard]] Value value(graph::NodeId id) const;
  void add(const Kernel& kernel, std::span<const std::byte> push);

  Setup m_setup;
  std::size_t m_index = 0;
  std::vector<Dispatch> m_dispatches;
  std::size_t m_scratchUsed = 0;  // by this node
  std::size_t m_scratchBytes = 0;
};

}  // namespace alcove::backends::vulkan
