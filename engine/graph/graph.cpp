// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.h"

#include <algorithm>
#include <utility>

namespace alcove::graph {

Builder::Builder(ops::BatchShape shape) { m_graph.shape = shape; }

NodeId Builder::weight(const Weight& weight) {
  const auto same = std::find_if(m_graph.nodes.begin(), m_graph.nodes.end(),
                                 [&](const Node& node) { return node.weight == &weight; });
  if (same != m_graph.nodes.end()) return NodeId(same - m_graph.nodes.begin());
  Node node;
  node.weight = &weight;
  node.desc = weight.desc;
  m_graph.nodes.push_back(std::move(node));
  return NodeId(m_graph.nodes.size()) - 1;
}

const ops::TensorDesc& Builder::desc(NodeId id) const {
  return m_graph.nodes[std::size_t(id)].desc;
}

NodeId Builder::add(const ops::Op& op, std::span<const NodeId> inputs, ops::Attributes attributes) {
  Node node;
  ALCOVE_ASSERT(int(inputs.size()) >= op.minInputs && int(inputs.size()) <= op.maxInputs);
  std::array<ops::TensorDesc, 4> descs;
  for (const NodeId input : inputs) {
    descs[std::size_t(node.inputCount)] = desc(input);
    node.inputs[std::size_t(node.inputCount++)] = input;
  }
  node.op = &op;
  node.attributes = attributes;
  node.desc = op.inferOutput({descs.data(), inputs.size()}, attributes, m_graph.shape);
  m_graph.nodes.push_back(std::move(node));
  return NodeId(m_graph.nodes.size()) - 1;
}

Graph Builder::finish(NodeId output) {
  m_graph.output = output;
  return std::move(m_graph);
}

}  // namespace alcove::graph
