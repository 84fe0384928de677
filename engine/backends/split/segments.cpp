// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/split/segments.h"

#include <unordered_map>

#include "graph/memory_plan.h"
#include "ops/paged_attention.h"

namespace alcove::backends::split {
namespace {

using graph::NodeId;

// Copies nodes of a graph into one of their own.
class Extract {
 public:
  Extract(const graph::Graph& whole, std::span<const int> localLayers)
      : m_whole(whole), m_localLayers(localLayers), m_builder(whole.shape) {}

  void add(NodeId id) {
    const graph::Node& node = m_whole.nodes[std::size_t(id)];
    std::vector<NodeId> inputs;
    for (const NodeId input : node.inputIds()) inputs.push_back(own(input));
    m_own[id] = m_builder.copy(localised(node), inputs);
  }
  [[nodiscard]] std::vector<NodeId>& inputs() { return m_inputs; }
  [[nodiscard]] graph::Graph finish(std::span<const NodeId> outputs) {
    std::vector<NodeId> ids;
    for (const NodeId id : outputs) ids.push_back(m_own.at(id));
    return m_builder.finish(std::move(ids));
  }

 private:
  NodeId own(NodeId id) {
    if (const auto found = m_own.find(id); found != m_own.end()) return found->second;
    const graph::Node& node = m_whole.nodes[std::size_t(id)];
    if (node.weight) return m_own[id] = m_builder.weight(*node.weight);
    m_inputs.push_back(id);
    return m_own[id] = m_builder.input(node.desc);
  }
  [[nodiscard]] graph::Node localised(graph::Node node) const {
    if (node.op != &ops::kPagedAttention || m_localLayers.empty()) return node;
    auto attributes = node.attributes.as<ops::PagedAttentionAttributes>();
    attributes.layer = m_localLayers[std::size_t(attributes.layer)];
    node.attributes = ops::Attributes(attributes);
    return node;
  }

  const graph::Graph& m_whole;
  std::span<const int> m_localLayers;
  graph::Builder m_builder;
  std::unordered_map<NodeId, NodeId> m_own;
  std::vector<NodeId> m_inputs;
};

// The number of the segment that each op is in.
std::vector<int> segmentNumbers(const graph::Graph& graph, std::span<const int> devices) {
  std::vector<int> numbers(graph.nodes.size(), -1);
  int number = -1, device = -1;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!graph.nodes[i].op) continue;
    if (number < 0 || devices[i] != device) ++number;
    device = devices[i];
    numbers[i] = number;
  }
  return numbers;
}

// Which values are wanted outside of their segment.
std::vector<bool> crossing(const graph::Graph& graph, std::span<const int> numbers) {
  std::vector<bool> result(graph.nodes.size(), false);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    for (const NodeId input : graph.nodes[i].inputIds())
      if (graph.nodes[std::size_t(input)].op && numbers[std::size_t(input)] != numbers[i])
        result[std::size_t(input)] = true;
  for (const NodeId output : graph.outputs) result[std::size_t(output)] = true;
  return result;
}

}  // namespace

std::vector<int> devicesOf(const graph::Graph& graph, const Placement& placement,
                           const Supports& supports) {
  const std::vector<Part> parts = partsOf(graph);
  std::vector<int> devices(graph.nodes.size(), -1);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!graph.nodes[i].op) continue;
    const int device = placement.deviceOf(parts[i]);
    devices[i] = supports && !supports(device, graph.nodes[i]) ? 0 : device;
  }
  return devices;
}

std::vector<Segment> cut(const graph::Graph& graph, std::span<const int> devices,
                         std::span<const int> localLayers) {
  const std::vector<int> numbers = segmentNumbers(graph, devices);
  const std::vector<bool> crosses = crossing(graph, numbers);
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < graph.nodes.size();) {
    if (numbers[i] < 0) {
      ++i;
      continue;
    }
    Segment segment;
    segment.device = devices[i];
    Extract extract(graph, localLayers);
    for (const int number = numbers[i];
         i < graph.nodes.size() && (numbers[i] == number || numbers[i] < 0); ++i) {
      if (numbers[i] < 0) continue;
      extract.add(NodeId(i));
      if (crosses[i]) segment.outputs.push_back(NodeId(i));
    }
    segment.graph = std::make_shared<const graph::Graph>(extract.finish(segment.outputs));
    segment.inputs = std::move(extract.inputs());
    segments.push_back(std::move(segment));
  }
  return segments;
}

Crossing planCrossing(const graph::Graph& graph, std::span<const Segment> segments) {
  std::unordered_map<NodeId, std::size_t> lastReader;
  for (std::size_t i = 0; i < segments.size(); ++i)
    for (const NodeId id : segments[i].inputs) lastReader[id] = i;
  Crossing crossing;
  graph::ArenaPlanner arena;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    for (const NodeId id : segments[i].outputs) {
      if (graph::placeOf(graph.outputs, id)) continue;
      const std::size_t bytes = graph.nodes[std::size_t(id)].desc.bytes();
      crossing.offsets[id] = arena.place(bytes, i, lastReader.at(id));
    }
  }
  crossing.bytes = arena.bytes();
  return crossing;
}

graph::Graph shareOf(const graph::Graph& graph, std::span<const int> devices, int device) {
  Extract extract(graph, {});
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op && devices[i] == device) extract.add(NodeId(i));
  return extract.finish({});
}

std::vector<int> localLayers(std::span<const int> caches) {
  std::vector<int> result;
  std::unordered_map<int, int> counts;
  for (const int device : caches) result.push_back(counts[device]++);
  return result;
}

}  // namespace alcove::backends::split
