// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/reference_executor.h"

#include <vector>

namespace alcove::graph {

void runReference(const Graph& graph, const ops::BatchView& batch,
                  std::span<const std::span<const float>> inputs,
                  std::span<const std::span<float>> outputs) {
  ALCOVE_ASSERT(inputs.size() == graph.inputs.size() && outputs.size() == graph.outputs.size());
  std::vector<std::vector<std::byte>> storage(graph.nodes.size());
  std::vector<ops::TensorView> views(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.weight) {
      views[i] = node.weight->view();
      continue;
    }
    if (!node.op) {
      const std::span<const float> values = inputs[*placeOf(graph.inputs, NodeId(i))];
      ALCOVE_ASSERT(values.size_bytes() == node.desc.bytes());
      // Nothing writes to an input.
      views[i] = {node.desc, reinterpret_cast<std::byte*>(const_cast<float*>(values.data()))};
      continue;
    }
    if (const auto place = placeOf(graph.outputs, NodeId(i))) {
      ALCOVE_ASSERT(outputs[*place].size_bytes() == node.desc.bytes());
      views[i] = {node.desc, reinterpret_cast<std::byte*>(outputs[*place].data())};
    } else {
      storage[i].resize(node.desc.bytes());
      views[i] = {node.desc, storage[i].data()};
    }
    std::vector<ops::TensorView> values;
    for (const NodeId input : node.inputIds()) values.push_back(views[std::size_t(input)]);
    node.op->reference({values, views[i], node.attributes, batch});
  }
}

void runReference(const Graph& graph, const ops::BatchView& batch, std::span<float> output) {
  runReference(graph, batch, {}, {&output, 1});
}

}  // namespace alcove::graph
