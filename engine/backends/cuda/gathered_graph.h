// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph.h"
#include "graph/memory_plan.h"

namespace alcove::backends::cuda {

// The same graph in another order: matmuls of one value stand behind each other, so that one launch
// can do them together. Done before memory is planned, so that their results have places at once.
[[nodiscard]] graph::Graph gatherMatmuls(const graph::Graph& graph);

// Places for the values of such a graph. What a node reads stays until the node after it has run:
// the two may run as one.
[[nodiscard]] graph::MemoryPlan planMemoryForPairs(const graph::Graph& graph);

}  // namespace alcove::backends::cuda
