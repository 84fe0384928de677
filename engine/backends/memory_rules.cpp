// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/memory_rules.h"

#include <unordered_set>

#include "backends/backend.h"
#include "backends/cpu/weight_packer.h"
#include "backends/cpu/weight_store.h"
#include "backends/matrices.h"
#include "graph/memory_plan.h"

namespace alcove::backends {
namespace {

std::optional<std::uint64_t> anyCache(const cache::KvLayout& layout, std::uint32_t blocks) {
  return plainCacheBytes(layout, blocks);
}

}  // namespace

WeightsBytes packedWeightsBytes(const graph::Graph& graph) {
  const auto list = matricesOf(graph);
  const std::unordered_set<const graph::Weight*> matrices(list.begin(), list.end());
  WeightsBytes bytes;
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight) continue;
    const auto type = cpu::kernelType(*node.desc.type);
    if (matrices.contains(node.weight) && type && kernels::cpu::isPackable(*type))
      bytes.allocated += cpu::PackedSize(*node.weight).bytes();
    else
      bytes.allocated += std::uint64_t(node.desc.shape.values()) * sizeof(float);
  }
  return bytes;
}

std::uint64_t arenaBytes(const graph::Graph& graph) {
  return graph::planMemory(graph).bytes + graph::sideBySide(graph, graph.inputs).bytes +
         graph::sideBySide(graph, graph.outputs).bytes;
}

std::uint64_t plainCacheBytes(const cache::KvLayout& layout, std::uint32_t blocks) {
  return std::uint64_t(layout.blockBytes()) * blocks;
}

const MemoryRules& memoryRules(std::string_view kind) {
  static constexpr MemoryRules kPacked = {
      packedWeightsBytes, [](const graph::Graph& graph, int) { return arenaBytes(graph); },
      anyCache};
  for (const BackendRow& row : backendTable())
    if (row.kind == kind && row.memory) return *row.memory;
  return kPacked;
}

}  // namespace alcove::backends
