// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "backends/cpu/step.h"
#include "backends/cpu/weight_store.h"
#include "graph/graph.h"
#include "graph/memory_plan.h"

namespace alcove::backends::cpu {

// A place in the memory of a run. The base moves when the shared arena grows or the caller's output
// changes, so it is looked up at each use.
struct Buffer {
  std::byte* const* base = nullptr;
  std::size_t offset = 0;
  std::size_t bytes = 0;
  std::size_t address = 0;  // in the plan's numbering, for Access

  [[nodiscard]] std::byte* data() const { return *base + offset; }
  [[nodiscard]] float* floats() const { return reinterpret_cast<float*>(data()); }
  [[nodiscard]] Access read() const { return {address, address + bytes, false}; }
  // Read from end to end by every thread.
  [[nodiscard]] Access readWhole() const { return {address, address + bytes, false, true}; }
  [[nodiscard]] Access write() const { return {address, address + bytes, true}; }
};

// A node's value as a step uses it.
struct Value {
  ops::TensorDesc desc;
  Buffer buffer;
  const graph::Weight* weight = nullptr;  // set for weights

  [[nodiscard]] float* row(std::int64_t index) const {
    return buffer.floats() + index * desc.shape.columns();
  }
};

// Turns a graph into steps, node by node, through the rows of the CPU op table.
class PlanContext {
 public:
  struct Setup {
    const graph::Graph& graph;
    const WeightStore& weights;
    const kernels::cpu::KernelTable& kernels;
    bool exact = false;
    bool deterministic = false;
    int threads = 1;
    std::byte* const* arena = nullptr;  // where the arena will be at run time
    std::byte* const* slots = nullptr;  // where the caller's inputs and outputs will be
    NodeObserver* observer = nullptr;   // null: nobody looks
  };
  // The graph lives as long as the steps do.
  explicit PlanContext(const Setup& setup);

  [[nodiscard]] const kernels::cpu::KernelTable& kernels() const { return m_setup.kernels; }
  [[nodiscard]] bool exact() const { return m_setup.exact; }
  [[nodiscard]] bool deterministic() const { return m_setup.deterministic; }
  [[nodiscard]] int threads() const { return m_setup.threads; }
  [[nodiscard]] const PreparedWeight* prepared(const graph::Weight& weight) const {
    return m_setup.weights.find(weight);
  }

  // The node being planned, its inputs and its output.
  [[nodiscard]] const graph::Node& node() const { return m_setup.graph.nodes[m_index]; }
  [[nodiscard]] Value input(int index) const { return value(node().inputs[std::size_t(index)]); }
  [[nodiscard]] Value output() const { return value(graph::NodeId(m_index)); }

  // Memory beside the node's output, alive until the last reader of input `index` has run.
  [[nodiscard]] Buffer bufferForInput(int index, std::size_t bytes);
  // Memory that lives for the whole run.
  [[nodiscard]] Buffer bufferForRun(std::size_t bytes);
  // Asks for that much scratch memory per thread.
  void needScratch(std::size_t bytes) { m_scratchBytes = std::max(m_scratchBytes, bytes); }

  // Things made once per run and shared by several nodes ("q8:17", "rope:…"): null at first.
  [[nodiscard]] Buffer& shared(const std::string& key) { return m_shared[key]; }
  // The same for state that is not a buffer; made by the first node that asks.
  template <class T>
  [[nodiscard]] std::shared_ptr<T> sharedState(const std::string& key) {
    std::shared_ptr<void>& state = m_sharedState[key];
    if (!state) state = std::make_shared<T>();
    return std::static_pointer_cast<T>(state);
  }

  void step(Step step) { m_steps.push_back(std::move(step)); }
  // Runs on the caller's thread before the team starts, once per run.
  void beforeRun(std::function<void(const ops::BatchView&)> hook) {
    m_hooks.push_back(std::move(hook));
  }

  // Plans all nodes; those without a row in the CPU op table through planReference().
  void planAll();
  // Runs the node through its op's reference, on one thread: for shapes that no kernel takes.
  void planReference();

  std::vector<Step>& steps() { return m_steps; }
  std::vector<std::function<void(const ops::BatchView&)>>& hooks() { return m_hooks; }
  [[nodiscard]] std::size_t arenaBytes() const { return m_plan.bytes + m_extra.bytes(); }
  [[nodiscard]] std::size_t scratchBytes() const { return m_scratchBytes; }

 private:
  // All inputs of the node, which `step` is told to read.
  [[nodiscard]] std::vector<Value> inputs(Step& step) const;
  // Shows them to the observer.
  void planObservation();
  [[nodiscard]] Value value(graph::NodeId id) const;
  [[nodiscard]] Buffer extra(std::size_t bytes, std::size_t lastUse);

  Setup m_setup;
  graph::MemoryPlan m_plan;
  graph::ArenaPlanner m_extra;  // lies behind the plan's own bytes
  std::vector<std::size_t> m_lastUses;
  std::size_t m_index = 0;
  std::size_t m_scratchBytes = 0;
  std::vector<Step> m_steps;
  std::vector<std::function<void(const ops::BatchView&)>> m_hooks;
  std::unordered_map<std::string, Buffer> m_shared;
  std::unordered_map<std::string, std::shared_ptr<void>> m_sharedState;
};

}  // namespace alcove::backends::cpu
