// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include "backends/cuda/device_kv_pool.h"
#include "backends/cuda/device_weights.h"
#include "backends/cuda/scratch.h"
#include "graph/graph.h"
#include "graph/memory_plan.h"

namespace alcove::backends::cuda {

// A node's value where kernels find it.
struct Value {
  ops::TensorDesc desc;
  float* data = nullptr;                 // null for weights that are not F32
  const DeviceWeight* weight = nullptr;  // set for weights

  [[nodiscard]] std::uint32_t rows() const { return std::uint32_t(desc.shape.rows()); }
  [[nodiscard]] std::uint32_t columns() const { return std::uint32_t(desc.shape.columns()); }
  [[nodiscard]] std::uint32_t values() const { return std::uint32_t(desc.shape.values()); }
};

// Activations as packed weights want them.
struct Quantized {
  kernels::cuda::ActivationWords* words = nullptr;
  kernels::cuda::ActivationScale* scales = nullptr;
};

// Pairs of tokens and experts, sorted by expert.
struct SortedPairs {
  const std::uint32_t* order;
  const std::uint32_t* begins;
};

// Queues the kernels of a graph, node by node, through the rows of the CUDA op table.
class Plan {
 public:
  struct Setup {
    const graph::Graph& graph;
    const graph::MemoryPlan& memory;
    const DeviceWeights& weights;
    const Device& device;
    Scratch& scratch;
    std::byte* arena;
    std::byte* inputs;
    std::byte* output;
    const graph::RowOfValues& inputRow;  // where each lies
    const graph::RowOfValues& outputRow;
    const kernels::cuda::Token* tokens;
    const std::uint32_t* tables;
    const std::uint32_t* outputs;        // the indices of tokens
    const DeviceKvPool* pool = nullptr;  // null: the graph has no attention
    bool exact = false;                  // floats meet floats
  };
  explicit Plan(const Setup& setup);

  [[nodiscard]] const graph::Node& node() const { return m_setup.graph.nodes[m_index]; }
  [[nodiscard]] Value input(int index) const { return value(node().inputs[std::size_t(index)]); }
  // Null where the node has no such input.
  [[nodiscard]] float* inputOrNull(int index) const {
    return index < node().inputCount ? input(index).data : nullptr;
  }
  [[nodiscard]] Value output() const { return value(graph::NodeId(m_index)); }
  [[nodiscard]] const kernels::cuda::Token* tokens() const { return m_setup.tokens; }
  [[nodiscard]] const std::uint32_t* tables() const { return m_setup.tables; }
  [[nodiscard]] const std::uint32_t* outputs() const { return m_setup.outputs; }
  [[nodiscard]] const kernels::cuda::DeviceInfo& device() const { return m_setup.device.info(); }
  [[nodiscard]] const DeviceKvPool& pool() const;
  [[nodiscard]] bool exact() const { return m_setup.exact; }
  [[nodiscard]] std::byte* scratch(ScratchUse use, std::size_t bytes) {
    return m_setup.scratch.get(use, bytes);
  }

  // What input `index` becomes for packed weights: done once for nodes that follow each other.
  [[nodiscard]] Quantized quantized(int index);
  // Where the node's kernel is to leave its output in that form, too; null if no packed weight
  // reads it.
  [[nodiscard]] Quantized quantizedOutput();

  // The next node that is no weight and was not done with another one; null if there is none.
  [[nodiscard]] const graph::Node* following() const;
  // Its output; and it is done with this node.
  [[nodiscard]] Value takeFollowing();
  // Of any node.
  [[nodiscard]] Value value(graph::NodeId id) const;
  // Whether nothing but the following node reads this node's output.
  [[nodiscard]] bool feedsFollowingAlone() const;
  [[nodiscard]] graph::NodeId id() const { return graph::NodeId(m_index); }

  // The pairs of the routes that are input `index`, for a weight of `experts`; once as well.
  [[nodiscard]] SortedPairs sorted(int index, std::uint32_t experts);

  // Lets the weights that the next packed matmul reads come into the device's cache while smaller
  // kernels leave its memory idle. To be called behind a matmul.
  void prefetchNextWeights();

  // plan.launch(&Module::add, {…})
  template <class Args>
  void launch(kernels::cuda::Status (*const kernels::cuda::Module::*kernel)(const Args&,
                                                                            kernels::cuda::Stream),
              const std::type_identity_t<Args>& args) {
    m_setup.device.check((m_setup.device.api().*kernel)(args, m_setup.device.stream()),
                         node().op->name);
  }

  void planAll();

 private:
  [[nodiscard]] std::size_t followingIndex() const;
  [[nodiscard]] Quantized quantizedScratch(std::size_t values);

  Setup m_setup;
  std::size_t m_index = 0;
  std::vector<bool> m_done;        // with another node
  graph::NodeId m_quantized = -1;  // whose value the scratch memory holds
  graph::NodeId m_sorted = -1;
  bool m_prefetched = false;  // the side stream has work that nobody waits for yet
};

}  // namespace alcove::backends::cuda
