// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "planner/planner.h"

#include <algorithm>

#include "backends/memory_rules.h"
#include "backends/split/segments.h"
#include "base/assert.h"
#include "cpu/packing.h"
#include "graph/memory_plan.h"
#include "ops/moe_matmul.h"

namespace alcove::planner {
namespace {

namespace split = backends::split;

bool hasExperts(const graph::Graph& graph) {
  return std::ranges::any_of(graph.nodes,
                             [](const graph::Node& node) { return node.op == &ops::kMoeMatmul; });
}

// What a device is given, best first.
std::vector<Part> unitsOf(std::uint32_t layers, bool experts) {
  std::vector<Part> units;
  for (int layer = int(layers); layer-- > 0;) units.push_back({Role::Layer, layer});
  units.push_back({Role::Output, -1});
  for (int layer = int(layers); experts && layer-- > 0;) units.push_back({Role::Experts, layer});
  units.push_back({Role::Input, -1});
  return units;
}

class Planner {
 public:
  Planner(const Demand& demand, std::span<const Device> devices)
      : m_demand(demand), m_devices(devices) {
    ALCOVE_ASSERT(!devices.empty() && !demand.graphs.empty());
    for (const Device& device : devices)
      m_rules.push_back(device.rules ? device.rules : &backends::memoryRules(device.kind));
    m_parts = split::partsOf(demand.graphs[0]);
    m_plan.placement = Placement(demand.layout.layers, 0);
    m_plan.hasExperts = hasExperts(demand.graphs[0]);
    m_plan.shares.resize(devices.size());
    m_plan.refusals.resize(devices.size());
    m_plan.exclusions.resize(devices.size());
  }

  Plan run() {
    const std::vector<Part> units = unitsOf(m_demand.layout.layers, m_plan.hasExperts);
    std::vector<bool> given(units.size(), false);
    for (int device = 1; device < int(m_devices.size()); ++device) {
      for (std::size_t i = 0; i < units.size(); ++i) {
        if (given[i]) continue;
        const Answer answer = give(units[i], device);
        if (answer == Answer::NoRoom) break;
        given[i] = answer == Answer::Taken;
      }
    }
    for (std::size_t i = 0; i < m_devices.size(); ++i) m_plan.shares[i] = shareOf(int(i));
    streamWhatHasNoRoom();
    return std::move(m_plan);
  }

 private:
  enum class Answer { Taken, NoRoom, Excluded };

  // Unless it is taken, nothing has changed.
  Answer give(const Part& unit, int device) {
    const Placement before = m_plan.placement;
    std::vector<Exclusion>& exclusions = m_plan.exclusions[std::size_t(device)];
    const auto known = std::ptrdiff_t(exclusions.size());
    place(unit, device);
    std::string reason = whyExcluded(device);
    if (!reason.empty()) {
      m_plan.placement = before;
      exclusions.erase(exclusions.begin() + known, exclusions.end());
      exclusions.push_back({unit, std::move(reason)});
      return Answer::Excluded;
    }
    const std::uint64_t bytes = shareOf(device).bytes();
    if (bytes <= m_devices[std::size_t(device)].budgetBytes) return Answer::Taken;
    m_plan.placement = before;
    exclusions.erase(exclusions.begin() + known, exclusions.end());
    m_plan.refusals[std::size_t(device)] = Refusal{unit, bytes};
    return Answer::NoRoom;
  }

  // Of some weight of the device's share; empty if it can have all.
  [[nodiscard]] std::string whyExcluded(int device) const {
    const backends::MemoryRules& rules = *m_rules[std::size_t(device)];
    const backends::DeviceLimits& limits = m_devices[std::size_t(device)].limits;
    const backends::DeviceLimits none;
    if (!rules.refusal || (limits.bindingBytes == none.bindingBytes &&
                           limits.allocationBytes == none.allocationBytes))
      return {};
    const graph::Graph& graph = m_demand.graphs[0];
    return rules.refusal(split::shareOf(graph, devicesOf(graph), device), limits);
  }

  void place(const Part& unit, int device) {
    Placement& placement = m_plan.placement;
    const auto layer = std::size_t(unit.layer);
    switch (unit.role) {
      case Role::Layer: {
        placement.layers[layer] = device;
        if (!m_plan.hasExperts) placement.experts[layer] = device;
        const bool holds = holdsCache(unit, device);
        if (holds && !m_demand.cacheOnProcessor) placement.caches[layer] = device;
        break;
      }
      case Role::Output:
        placement.output = device;
        break;
      case Role::Experts:
        placement.experts[layer] = device;
        break;
      case Role::Input:
        placement.input = device;
        break;
      case Role::Cache:
        break;
    }
  }

  bool holdsCache(const Part& layer, int device) {
    if (!cacheBytes(1, device)) {
      m_plan.cacheRefused = true;
      return false;
    }
    const backends::MemoryRules& rules = *m_rules[std::size_t(device)];
    if (!rules.cacheRefusal || m_demand.cacheOnProcessor) return true;
    cache::KvLayout layout = m_demand.layout;
    layout.layers = 1;
    std::string reason =
        rules.cacheRefusal(layout, m_demand.blocks, m_devices[std::size_t(device)].limits);
    if (reason.empty()) return true;
    m_plan.exclusions[std::size_t(device)].push_back(
        {{Role::Cache, layer.layer}, std::move(reason)});
    return false;
  }

  [[nodiscard]] std::optional<std::uint64_t> cacheBytes(std::uint32_t layers, int device) const {
    cache::KvLayout layout = m_demand.layout;
    layout.layers = layers;
    return m_rules[std::size_t(device)]->cache(layout, m_demand.blocks);
  }

  [[nodiscard]] Share shareOf(int device) const {
    const Placement& placement = m_plan.placement;
    const auto count = [&](const std::vector<int>& devices) {
      return std::uint32_t(std::ranges::count(devices, device));
    };
    Share share;
    share.layers = count(placement.layers);
    share.caches = count(placement.caches);
    if (m_plan.hasExperts) share.experts = count(placement.experts);
    if (share.caches > 0) share.cacheBytes = cacheBytes(share.caches, device).value_or(0);
    const backends::MemoryRules& rules = *m_rules[std::size_t(device)];
    const backends::WeightsBytes weights =
        rules.weights(split::shareOf(m_demand.graphs[0], devicesOf(m_demand.graphs[0]), device));
    share.weightsBytes = weights.allocated;
    share.inPlaceBytes = weights.inPlace;
    for (const graph::Graph& graph : m_demand.graphs)
      share.workBytes = std::max(share.workBytes, workBytes(graph, device));
    return share;
  }

  [[nodiscard]] std::vector<int> devicesOf(const graph::Graph& graph) const {
    return split::devicesOf(graph, m_plan.placement);
  }

  // Segments take turns in the same memory. What goes from one to the next lies with the processor.
  [[nodiscard]] std::uint64_t workBytes(const graph::Graph& graph, int device) const {
    const std::vector<split::Segment> segments =
        split::cut(graph, devicesOf(graph), split::localLayers(m_plan.placement.caches));
    std::uint64_t bytes = 0;
    for (const split::Segment& segment : segments)
      if (segment.device == device)
        bytes =
            std::max(bytes, m_rules[std::size_t(device)]->work(*segment.graph, m_demand.threads));
    if (device == 0)
      bytes += split::planCrossing(graph, segments).bytes +
               graph::sideBySide(graph, graph.outputs).bytes;
    return bytes;
  }

  void streamWhatHasNoRoom();
  [[nodiscard]] std::uint64_t stream(const Part& part);

  const Demand& m_demand;
  std::span<const Device> m_devices;
  std::vector<const backends::MemoryRules*> m_rules;
  std::vector<Part> m_parts;  // of the nodes of the first graph
  Plan m_plan;
};

// Rows of the widest weight, as they are decoded before they are used.
std::uint64_t decodedStripBytes(const graph::Graph& graph) {
  std::int64_t columns = 0;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) columns = std::max(columns, node.desc.shape.columns());
  return std::uint64_t(columns) * kernels::cpu::kGroupRows * sizeof(float);
}

void Planner::streamWhatHasNoRoom() {
  Share& share = m_plan.shares[0];
  const std::uint64_t budget = m_devices[0].budgetBytes;
  if (share.bytes() <= budget) return;
  share.workBytes += decodedStripBytes(m_demand.graphs[0]) * std::uint64_t(m_demand.threads);
  const int layers = int(m_demand.layout.layers);
  for (const Role role : {Role::Experts, Role::Layer}) {
    for (int layer = 0; layer < layers && share.bytes() > budget; ++layer) {
      const std::uint64_t bytes = stream({role, layer});
      share.weightsBytes -= bytes;
      share.inPlaceBytes += bytes;
      m_plan.streamedBytes += bytes;
    }
  }
  m_plan.fits = share.bytes() <= budget;
}

// The packed bytes that are no longer held; none if the part is not the processor's.
std::uint64_t Planner::stream(const Part& part) {
  Placement& placement = m_plan.placement;
  if (placement.deviceOf(part) != 0) return 0;
  if (part.role == Role::Experts && !m_plan.hasExperts) return 0;
  const graph::Graph& graph = m_demand.graphs[0];
  std::vector<int> chosen(graph.nodes.size(), -1);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op && m_parts[i].role == part.role && m_parts[i].layer == part.layer)
      chosen[i] = 0;
  const std::uint64_t bytes = m_rules[0]->weights(split::shareOf(graph, chosen, 0)).allocated;
  (part.role == Role::Experts ? placement.streamedExperts
                              : placement.streamedLayers)[std::size_t(part.layer)] = true;
  return bytes;
}

}  // namespace

Plan planModel(const Demand& demand, std::span<const Device> devices) {
  return Planner(demand, devices).run();
}

}  // namespace alcove::planner
