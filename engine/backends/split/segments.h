// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "backends/split/placement.h"

namespace alcove::backends::split {

// Some nodes of a graph as a graph of their own, for one device.
struct Segment {
  int device = 0;
  std::shared_ptr<const graph::Graph> graph;
  std::vector<graph::NodeId> inputs;   // of the whole graph: the values that graph->inputs want
  std::vector<graph::NodeId> outputs;  // of the whole graph: those that graph->outputs give
};

// Whether a device has a kernel for a node.
using Supports = std::function<bool(int device, const graph::Node& node)>;

// The device of each node; what its own device has no kernel for is the processor's. Without
// `supports` every device has all kernels. Entries of weights mean nothing.
[[nodiscard]] std::vector<int> devicesOf(const graph::Graph& graph, const Placement& placement,
                                         const Supports& supports = {});

// Runs of nodes that follow each other on one device, in the order of the graph. Attention reads
// the cache of its own device, in which only that device's layers are (see localLayers).
[[nodiscard]] std::vector<Segment> cut(const graph::Graph& graph, std::span<const int> devices,
                                       std::span<const int> localLayers);

// Where values lie on their way from one segment to others, so that those which are not on their
// way at the same time share memory. Outputs of the graph lie with the caller.
struct Crossing {
  std::unordered_map<graph::NodeId, std::size_t> offsets;  // in bytes
  std::size_t bytes = 0;
};
[[nodiscard]] Crossing planCrossing(const graph::Graph& graph, std::span<const Segment> segments);

// All nodes of one device, for its weights: never to be run.
[[nodiscard]] graph::Graph shareOf(const graph::Graph& graph, std::span<const int> devices,
                                   int device);

// For each layer its number among those whose cache is on the same device.
[[nodiscard]] std::vector<int> localLayers(std::span<const int> caches);

}  // namespace alcove::backends::split
