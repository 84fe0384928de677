// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "graph/graph.h"

namespace alcove::backends {

// Whether a node multiplies with a matrix, its second input, or with those of experts.
[[nodiscard]] bool isMatmul(const graph::Node& node);

// What the matmuls of a graph read as their right-hand side, each once, in the graph's order: the
// weights that backends bring into a layout of their own.
[[nodiscard]] std::vector<const graph::Weight*> matricesOf(const graph::Graph& graph);

}  // namespace alcove::backends
