// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph.h"

namespace alcove::graph {

// Gradient checkpointing: a graph that computes the same and holds less at once. Of the nodes
// before `firstGradient` only the values through which everything later goes (between the layers of
// a model: the residual stream) live until the gradients want them; all else is computed again,
// just before the first gradient that reads it. Inputs and outputs stay what they are, in order,
// and get the same bits. Source: Chen et al., "Training Deep Nets with Sublinear Memory Cost",
// 2016.
[[nodiscard]] Graph recomputeActivations(const Graph& graph, NodeId firstGradient);

}  // namespace alcove::graph
