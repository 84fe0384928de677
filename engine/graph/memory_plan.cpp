// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/memory_plan.h"

#include <algorithm>

namespace alcove::graph {

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
  bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
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
    if (!node.op || NodeId(i) == graph.output) continue;
    plan.offsets[i] = arena.place(node.desc.bytes(), i, last[i]);
  }
  plan.bytes = arena.bytes();
  return plan;
}

}  // namespace alcove::graph
