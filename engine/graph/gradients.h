// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "graph/graph.h"

namespace alcove::graph {

// Walks what `builder` holds in reverse and adds the nodes that compute the gradient of one number
// by each of `wanted`, which are inputs of the graph. `seed` is the gradient by `output`: a value
// of its shape. Values that several nodes read get the sum of what comes back from each; nothing is
// built for those that no wanted value leads to. The result has one node of its own for each of
// `wanted`, in order; -1 for one that the output does not depend on.
// Source: Baydin et al., "Automatic differentiation in machine learning: a survey", 2018.
[[nodiscard]] std::vector<NodeId> addGradients(Builder& builder, NodeId output, NodeId seed,
                                               std::span<const NodeId> wanted);

}  // namespace alcove::graph
