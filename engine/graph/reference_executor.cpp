// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/reference_executor.h"

#include <vector>

namespace alcove::graph {

void runReference(const Graph& graph, const ops::BatchView& batch, std::span<float> output) {
  ALCOVE_ASSERT(graph.inputs.empty() && graph.outputs.size() == 1);
  std::vector<std::vector<std::byte>> storage(graph.nodes.size());
  std::vector<ops::TensorView> views(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.weight) {
      views[i] = node.weight->view();
      continue;
    }
    if (NodeId(i) == graph.outputs[0]) {
      ALCOVE_ASSERT(output.size_bytes() == node.desc.bytes());
      views[i] = {node.desc, reinterpret_cast<std::byte*>(output.data())};
    } else {
      storage[i].resize(node.desc.bytes());
      views[i] = {node.desc, storage[i].data()};
    }
    std::vector<ops::TensorView> inputs;
    for (const NodeId input : node.inputIds()) inputs.push_back(views[std::size_t(input)]);
    node.op->reference({inputs, views[i], node.attributes, batch});
  }
}

}  // namespace alcove::graph
