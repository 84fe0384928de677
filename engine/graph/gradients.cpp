// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/gradients.h"

#include <unordered_set>

#include "ops/add.h"
#include "ops/gradient_builder.h"
#include "ops/scale.h"

namespace alcove::graph {
namespace {

constexpr NodeId kNone = -1;

// Which nodes depend on a wanted value.
std::vector<bool> dependents(std::span<const Node> nodes, std::span<const NodeId> wanted) {
  std::vector<bool> depends(nodes.size(), false);
  for (const NodeId id : wanted) depends[std::size_t(id)] = true;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (const NodeId input : nodes[i].inputIds())
      if (depends[std::size_t(input)]) depends[i] = true;
  return depends;
}

class NodeGradient final : public ops::GradientBuilder {
 public:
  NodeGradient(Builder& builder, NodeId id, const std::vector<bool>& depends,
               std::vector<NodeId>& gradients)
      : m_builder(builder),
        m_id(id),
        m_node(builder.nodes()[std::size_t(id)]),
        m_depends(depends),
        m_gradients(gradients) {}

  int inputs() const override { return m_node.inputCount; }
  ops::ValueId input(int index) const override { return m_node.inputs[std::size_t(index)]; }
  ops::ValueId output() const override { return m_id; }
  ops::ValueId outputGradient() const override { return m_gradients[std::size_t(m_id)]; }
  const ops::Attributes& attributes() const override { return m_node.attributes; }
  const ops::TensorDesc& desc(ops::ValueId value) const override { return m_builder.desc(value); }
  bool wants(int index) const override { return m_depends[std::size_t(input(index))]; }

  void add(int index, ops::ValueId gradient) override {
    if (!wants(index)) return;
    NodeId& sum = m_gradients[std::size_t(input(index))];
    ALCOVE_ASSERT(desc(gradient).shape == desc(input(index)).shape);
    sum = sum == kNone ? gradient : m_builder.apply(ops::kAdd, {sum, gradient});
  }

  using GradientBuilder::apply;
  ops::ValueId apply(const ops::Op& op, std::initializer_list<ops::ValueId> inputs,
                     const ops::Attributes& attributes) override {
    return m_builder.applyWith(op, inputs, attributes);
  }

 private:
  Builder& m_builder;
  NodeId m_id;
  Node m_node;  // a copy: building moves the nodes
  const std::vector<bool>& m_depends;
  std::vector<NodeId>& m_gradients;
};

}  // namespace

std::vector<NodeId> addGradients(Builder& builder, NodeId output, NodeId seed,
                                 std::span<const NodeId> wanted) {
  ALCOVE_ASSERT(builder.desc(output).shape == builder.desc(seed).shape);
  const std::vector<bool> depends = dependents(builder.nodes(), wanted);
  std::vector<NodeId> gradients(builder.nodes().size(), kNone);
  gradients[std::size_t(output)] = seed;
  for (NodeId id = output; id >= 0; --id) {
    if (gradients[std::size_t(id)] == kNone || !depends[std::size_t(id)]) continue;
    const ops::Op* const op = builder.nodes()[std::size_t(id)].op;
    if (!op) continue;
    ALCOVE_ASSERT(op->gradient);
    NodeGradient gradient(builder, id, depends, gradients);
    op->gradient(gradient);
  }
  std::vector<NodeId> result;
  std::unordered_set<NodeId> taken;
  for (const NodeId id : wanted) {
    NodeId gradient = gradients[std::size_t(id)];
    // Each is an output of the graph, written once: one that is something else too is copied.
    const bool own = gradient == kNone ||
                     (builder.nodes()[std::size_t(gradient)].op && taken.insert(gradient).second);
    if (!own) gradient = builder.apply(ops::kScale, {gradient}, ops::ScaleAttributes{1});
    result.push_back(gradient);
  }
  return result;
}

}  // namespace alcove::graph
