// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ops/op.h"

namespace alcove::graph {

// A constant of a model: the bytes stay where they are (a mapped file, or the model's own memory)
// and outlive every graph that names them.
struct Weight {
  std::string name;
  ops::TensorDesc desc;
  const std::byte* bytes = nullptr;  // desc.bytes() of them

  [[nodiscard]] ops::TensorView view() const {
    // Views carry one pointer type for inputs and outputs; nothing writes through an input.
    return {desc, const_cast<std::byte*>(bytes)};
  }
};

using NodeId = std::int32_t;

// As many as any op has.
inline constexpr std::size_t kMaxInputs = 5;

// A weight, one use of an op, or a value of floats that is handed to each run.
struct Node {
  const ops::Op* op = nullptr;     // null for weights and values
  const Weight* weight = nullptr;  // null for ops and values
  std::array<NodeId, kMaxInputs> inputs{-1, -1, -1, -1, -1};
  int inputCount = 0;
  ops::Attributes attributes;
  ops::TensorDesc desc;

  [[nodiscard]] std::span<const NodeId> inputIds() const {
    return {inputs.data(), std::size_t(inputCount)};
  }
};

// A computation for batches of one shape: nodes in an order in which they can run, and those whose
// values are wanted. Immutable once built; knows nothing of devices.
struct Graph {
  ops::BatchShape shape;
  std::vector<Node> nodes;
  std::vector<NodeId> inputs;   // values that are handed to each run; a model as a whole has none
  std::vector<NodeId> outputs;  // uses of ops; a model as a whole has one
};

// Where `id` stands among `ids`.
[[nodiscard]] std::optional<std::size_t> placeOf(std::span<const NodeId> ids, NodeId id);

// Builds a Graph node by node. Model files use it through their shared blocks.
class Builder {
 public:
  explicit Builder(ops::BatchShape shape);

  // One node per weight, however often it is asked for.
  NodeId weight(const Weight& weight);
  // A value that is handed to each run, the next of Graph::inputs.
  NodeId input(const ops::TensorDesc& desc);
  // The node of another graph with these inputs, for batches of the same shape.
  NodeId copy(const Node& node, std::span<const NodeId> inputs) {
    return add(*node.op, inputs, node.attributes);
  }
  template <class Attributes>
  NodeId apply(const ops::Op& op, std::initializer_list<NodeId> inputs, const Attributes& values) {
    return add(op, inputs, ops::Attributes(values));
  }
  template <class Attributes>
  NodeId apply(const ops::Op& op, std::span<const NodeId> inputs, const Attributes& values) {
    return add(op, inputs, ops::Attributes(values));
  }
  NodeId apply(const ops::Op& op, std::initializer_list<NodeId> inputs) {
    return add(op, inputs, {});
  }
  // Attributes as an op's row hands them on.
  NodeId applyWith(const ops::Op& op, std::initializer_list<NodeId> inputs,
                   const ops::Attributes& attributes) {
    return add(op, inputs, attributes);
  }
  // What was built so far, in order. Further building invalidates it.
  [[nodiscard]] std::span<const Node> nodes() const { return m_graph.nodes; }
  [[nodiscard]] const ops::TensorDesc& desc(NodeId id) const;
  [[nodiscard]] const ops::BatchShape& shape() const { return m_graph.shape; }

  // Ends the building.
  [[nodiscard]] Graph finish(NodeId output) { return finish(std::vector<NodeId>{output}); }
  [[nodiscard]] Graph finish(std::vector<NodeId> outputs);

 private:
  NodeId add(const ops::Op& op, std::span<const NodeId> inputs, ops::Attributes attributes);
  NodeId add(const ops::Op& op, std::initializer_list<NodeId> inputs, ops::Attributes attributes) {
    return add(op, std::span(inputs.begin(), inputs.size()), attributes);
  }

  Graph m_graph;
};

}  // namespace alcove::graph
