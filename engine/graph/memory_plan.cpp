// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/memory_plan.h"

#include <algorithm>

namespace alcove::graph {

namespace {

std::size_t aligned(std::size_t bytes) {
  constexpr std::size_t kAlignment = ArenaPlanner::kAlignment;
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

std::vector<std::size_t> lastUses(const Graph& graph) {
  std::vector<std::size_t> last(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    last[i] = i;
    for (const NodeId input : graph.nodes[i].inputIds()) last[std::size_t(input)] = i;
  }
  return last;
}

std::size_t ArenaPlanner::place(std::size_t bytes, std::size_t now, std::size_t lastUse) {
  std::erase_if(m_used, [&](const Place& place) { return place.lastUse < now; });
  bytes = aligned(bytes);
  Place place{0, bytes, lastUse};
  auto position = m_used.begin();
  for (; position != m_used.end() && position->begin < place.end; ++position) {
    place.begin = std::max(place.begin, position->end);
    place.end = place.begin + bytes;
  }
  m_used.insert(position, place);
  m_bytes = std::max(m_bytes, place.end);
  return place.begin;
}

MemoryPlan planMemory(const Graph& graph) {
  const std::vector<std::size_t> last = lastUses(graph);
  MemoryPlan plan;
  plan.offsets.assign(graph.nodes.size(), MemoryPlan::kNoPlace);
  ArenaPlanner arena;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!node.op || placeOf(graph.outputs, NodeId(i))) continue;
    plan.offsets[i] = arena.place(node.desc.bytes(), i, last[i]);
  }
  plan.bytes = arena.bytes();
  return plan;
}

RowOfValues sideBySide(const Graph& graph, std::span<const NodeId> ids) {
  RowOfValues row;
  for (const NodeId id : ids) {
    row.offsets.push_back(row.bytes);
    row.bytes += aligned(graph.nodes[std::size_t(id)].desc.bytes());
  }
  return row;
}

}  // namespace alcove::graph
