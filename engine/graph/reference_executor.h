// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "graph/graph.h"

namespace alcove::graph {

// Runs a graph through the reference kernels of the op table, one node after the other: reads the
// values of its inputs, writes those of its outputs, in the graph's order. Slow and plain: what
// backends are compared with.
void runReference(const Graph& graph, const ops::BatchView& batch,
                  std::span<const std::span<const float>> inputs,
                  std::span<const std::span<float>> outputs);
// The same for a graph without inputs and with one output.
void runReference(const Graph& graph, const ops::BatchView& batch, std::span<float> output);

}  // namespace alcove::graph
