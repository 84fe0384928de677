// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "graph/graph.h"

namespace alcove::graph {

// Runs a graph without inputs and with one output through the reference kernels of the op table,
// one after the other, and writes the output node's values. Slow and plain: what backends are
// compared with.
void runReference(const Graph& graph, const ops::BatchView& batch, std::span<float> output);

}  // namespace alcove::graph
