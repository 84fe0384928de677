// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.h"

#include <algorithm>
#include <utility>

namespace alcove::graph {

std::optional<std::size_t> placeOf(std::span<const NodeId> ids, NodeId id) {
  const auto found = std::ranges::find(ids, id);
  if (found == ids.end()) return std::nullopt;
  return std::size_t(found - ids.begin());
}

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

NodeId Builder::input(const ops::TensorDesc& desc) {
  ALCOVE_ASSERT(desc.type == &quant::kF32);
  Node node;
  node.desc = desc;
  m_graph.nodes.push_back(std::move(node));
  m_graph.inputs.push_back(NodeId(m_graph.nodes.size()) - 1);
  return m_graph.inputs.back();
}

const ops::TensorDesc& Builder::desc(NodeId id) const {
  return m_graph.nodes[std::size_t(id)].desc;
}

NodeId Builder::add(const ops::Op& op, std::span<const NodeId> inputs, ops::Attributes attributes) {
  Node node;
  ALCOVE_ASSERT(int(inputs.size()) >= op.minInputs && int(inputs.size()) <= op.maxInputs);
  std::array<ops::TensorDesc, kMaxInputs> descs;
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

Graph Builder::finish(std::vector<NodeId> outputs) {
  m_graph.outputs = std::move(outputs);
  return std::move(m_graph);
}

}  // namespace alcove::graph
