// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/matrices.h"

#include <unordered_set>

#include "ops/matmul.h"
#include "ops/moe_matmul.h"

namespace alcove::backends {

bool isMatmul(const graph::Node& node) {
  return node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul;
}

std::vector<const graph::Weight*> matricesOf(const graph::Graph& graph) {
  std::vector<const graph::Weight*> matrices;
  std::unordered_set<const graph::Weight*> seen;
  for (const graph::Node& node : graph.nodes) {
    if (!isMatmul(node)) continue;
    const graph::Weight* weight = graph.nodes[std::size_t(node.inputs[1])].weight;
    if (weight && seen.insert(weight).second) matrices.push_back(weight);
  }
  return matrices;
}

}  // namespace alcove::backends
