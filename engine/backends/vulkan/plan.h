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

  [[nodiscard]] std::uint32_t rows() const { return std::uint32_t(desc.shape.rows()); }
  [[nodiscard]] std::uint32_t columns() const { return std::uint32_t(desc.shape.columns()); }
  [[nodiscard]] std::uint32_t values() const { return std::uint32_t(desc.shape.values()); }
};

// Records a graph, node by node, through the rows of the Vulkan op table.
class Plan {
 public:
  struct Setup {
    const graph::Graph& graph;
    const graph::MemoryPlan& memory;
    const DeviceWeights& weights;
    PipelineSet& pipelines;
    Recording& recording;
    const Buffer& arena;
    const Buffer& inputs;
    const Buffer& output;
    const graph::RowOfValues& inputRow;  // where each lies
    const graph::RowOfValues& outputRow;
    Binding tokens;  // a TokenRecord each
    Binding tables;
    Binding outputs;                     // the indices of tokens
    const DeviceKvPool* pool = nullptr;  // null: the graph has no attention
  };
  explicit Plan(const Setup& setup) : m_setup(setup) {}

  [[nodiscard]] const graph::Node& node() const { return m_setup.graph.nodes[m_index]; }
  [[nodiscard]] Value input(int index) const { return value(node().inputs[std::size_t(index)]); }
  [[nodiscard]] Value output() const { return value(graph::NodeId(m_index)); }
  [[nodiscard]] const Binding& tokens() const { return m_setup.tokens; }
  [[nodiscard]] const Binding& tables() const { return m_setup.tables; }
  [[nodiscard]] const Binding& outputs() const { return m_setup.outputs; }
  [[nodiscard]] const DeviceKvPool& pool() const {
    ALCOVE_ASSERT(m_setup.pool != nullptr);
    return *m_setup.pool;
  }

  struct Dispatch {
    std::string_view shader;
    std::vector<std::uint32_t> constants;
    std::vector<Binding> bindings;
    std::array<std::uint32_t, 3> groups{1, 1, 1};
  };
  template <class Push>
  void dispatch(const Dispatch& dispatch, const Push& push) {
    static_assert(std::is_trivially_copyable_v<Push> && sizeof(Push) % 4 == 0);
    record(dispatch, std::as_bytes(std::span(&push, 1)));
  }

  // Runs a shader over the elements of the output, which is bound behind `inputs`.
  template <class Push>
  void elementwise(std::string_view shader, std::vector<Binding> inputs, const Push& push) {
    inputs.push_back(output().binding);
    dispatch({shader, {kElementThreads}, std::move(inputs), groupsFor(output().values())}, push);
  }

  // Work groups of kElementThreads for so many elements; shaders go round if that is too many.
  static constexpr std::uint32_t kElementThreads = 64;
  [[nodiscard]] static std::array<std::uint32_t, 3> groupsFor(std::uint32_t elements);

  void planAll();

 private:
  [[nodiscard]] Value value(graph::NodeId id) const;
  void record(const Dispatch& dispatch, std::span<const std::byte> push);

  Setup m_setup;
  std::size_t m_index = 0;
};

}  // namespace alcove::backends::vulkan
