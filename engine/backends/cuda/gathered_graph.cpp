// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/gathered_graph.h"

#include <algorithm>

#include "ops/matmul.h"

namespace alcove::backends::cuda {
namespace {

class Gatherer {
 public:
  explicit Gatherer(const graph::Graph& from) : m_from(from), m_newIds(from.nodes.size(), -1) {}

  graph::Graph gather() {
    m_to.shape = m_from.shape;
    for (std::size_t i = 0; i < m_from.nodes.size(); ++i) {
      take(i);
      if (m_from.nodes[i].op != &ops::kMatmul) continue;
      for (std::size_t j = i + 1; j < m_from.nodes.size(); ++j)
        if (m_from.nodes[j].op == &ops::kMatmul &&
            m_from.nodes[j].inputs[0] == m_from.nodes[i].inputs[0])
          take(j);
    }
    for (const graph::NodeId id : m_from.inputs) m_to.inputs.push_back(m_newIds[std::size_t(id)]);
    for (const graph::NodeId id : m_from.outputs) m_to.outputs.push_back(m_newIds[std::size_t(id)]);
    return std::move(m_to);
  }

 private:
  // A node, if it was not taken yet, behind those of its inputs that were not: weights, where the
  // node is taken early.
  void take(std::size_t id) {
    if (m_newIds[id] >= 0) return;
    graph::Node node = m_from.nodes[id];
    for (int i = 0; i < node.inputCount; ++i) {
      take(std::size_t(node.inputs[std::size_t(i)]));
      node.inputs[std::size_t(i)] = m_newIds[std::size_t(node.inputs[std::size_t(i)])];
    }
    m_newIds[id] = graph::NodeId(m_to.nodes.size());
    m_to.nodes.push_back(node);
  }

  const graph::Graph& m_from;
  graph::Graph m_to;
  std::vector<graph::NodeId> m_newIds;
};

}  // namespace

graph::Graph gatherMatmuls(const graph::Graph& graph) { return Gatherer(graph).gather(); }

graph::MemoryPlan planMemoryForPairs(const graph::Graph& graph) {
  std::vector<std::size_t> last = graph::lastUses(graph);
  std::size_t after = graph.nodes.size();
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    if (!graph.nodes[i].op) continue;
    for (const graph::NodeId input : graph.nodes[i].inputIds())
      last[std::size_t(input)] = std::max(last[std::size_t(input)], after);
    after = i;
  }
  graph::MemoryPlan plan;
  plan.offsets.assign(graph.nodes.size(), graph::MemoryPlan::kNoPlace);
  graph::ArenaPlanner arena;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op && !graph::placeOf(graph.outputs, graph::NodeId(i)))
      plan.offsets[i] = arena.place(graph.nodes[i].desc.bytes(), i, last[i]);
  plan.bytes = arena.bytes();
  return plan;
}

}  // namespace alcove::backends::cuda
