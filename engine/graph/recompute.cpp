// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/recompute.h"

#include <algorithm>

namespace alcove::graph {
namespace {

class Recomputation {
 public:
  Recomputation(const Graph& graph, NodeId firstGradient)
      : m_from(graph),
        m_first(firstGradient),
        m_builder(graph.shape),
        m_ids(graph.nodes.size(), -1),
        m_again(graph.nodes.size(), -1) {
    findKept();
  }

  Graph make() {
    for (NodeId id = 0; id < NodeId(m_from.nodes.size()); ++id) copy(id);
    std::vector<NodeId> inputs, outputs;
    for (const NodeId id : m_from.inputs) inputs.push_back(m_ids[std::size_t(id)]);
    for (const NodeId id : m_from.outputs) outputs.push_back(m_ids[std::size_t(id)]);
    Graph result = m_builder.finish(std::move(outputs));
    result.inputs = std::move(inputs);
    return result;
  }

 private:
  [[nodiscard]] const Node& node(NodeId id) const { return m_from.nodes[std::size_t(id)]; }

  // A value is a waist if no value before it is read after it by the nodes before the gradients.
  // Reading only what is computed counts: weights and inputs are there anyway.
  void findKept() {
    m_kept.assign(m_from.nodes.size(), false);
    std::vector<NodeId> lastUse(std::size_t(m_first), -1);
    for (NodeId id = 0; id < m_first; ++id)
      for (const NodeId input : node(id).inputIds()) lastUse[std::size_t(input)] = id;
    NodeId furthest = -1;  // where any value so far is read last
    for (NodeId id = 0; id < m_first; ++id) {
      if (!node(id).op) {
        m_kept[std::size_t(id)] = true;
        continue;
      }
      m_kept[std::size_t(id)] =
          furthest <= id || std::ranges::find(m_from.outputs, id) != m_from.outputs.end();
      furthest = std::max(furthest, lastUse[std::size_t(id)]);
    }
  }

  void copy(NodeId id) {
    const Node& original = node(id);
    NodeId& made = m_ids[std::size_t(id)];
    if (original.weight) {
      made = m_builder.weight(*original.weight);
    } else if (!original.op) {
      made = m_builder.input(original.desc);
    } else {
      std::vector<NodeId> inputs;
      for (const NodeId input : original.inputIds())
        inputs.push_back(id < m_first ? m_ids[std::size_t(input)] : forGradient(input));
      made = m_builder.copy(original, inputs);
    }
  }

  // A value as gradients read it. Depth is that of the nodes between two kept values.
  NodeId forGradient(NodeId id) {
    if (id >= m_first || m_kept[std::size_t(id)]) return m_ids[std::size_t(id)];
    NodeId& again = m_again[std::size_t(id)];
    if (again >= 0) return again;
    std::vector<NodeId> inputs;
    for (const NodeId input : node(id).inputIds()) inputs.push_back(forGradient(input));
    return again = m_builder.copy(node(id), inputs);
  }

  const Graph& m_from;
  NodeId m_first;
  Builder m_builder;
  std::vector<bool> m_kept;     // of the nodes before the gradients
  std::vector<NodeId> m_ids;    // by id in the original
  std::vector<NodeId> m_again;  // of what is computed again
};

}  // namespace

Graph recomputeActivations(const Graph& graph, NodeId firstGradient) {
  return Recomputation(graph, firstGradient).make();
}

}  // namespace alcove::graph
