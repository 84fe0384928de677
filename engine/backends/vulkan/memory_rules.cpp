// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/memory_rules.h"

#include <algorithm>
#include <unordered_set>

#include "backends/vulkan/device_weights.h"
#include "backends/vulkan/plan.h"
#include "backends/vulkan/vulkan_backend.h"
#include "graph/memory_plan.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends::vulkan {
namespace {

WeightsBytes weightsBytes(const graph::Graph& graph) {
  WeightsBytes bytes = packedWeightsBytes(graph);
  std::unordered_set<const graph::Weight*> matrices;
  for (const graph::Node& node : graph.nodes)
    if (node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul)
      matrices.insert(graph.nodes[std::size_t(node.inputs[1])].weight);
  for (const graph::Weight* weight : matrices)
    if (weight->desc.type == &quant::kF16 && weight->desc.shape.columns() % 4 == 0)
      bytes.allocated -= weight->desc.bytes();  // kept as it is, in half of what float32 takes
  return bytes;
}

// Of attention, at most: parts of long contexts, and what quantised caches turn.
std::uint64_t scratchBytes(const graph::Graph& graph) {
  constexpr std::uint64_t kFewTokens = 8, kSplits = 8;
  const auto tokens = std::uint64_t(graph.shape.tokens);
  std::uint64_t most = 0;
  for (const graph::Node& node : graph.nodes) {
    if (node.op != &ops::kPagedAttention) continue;
    const auto heads = std::uint64_t(node.attributes.as<ops::PagedAttentionAttributes>().heads);
    const auto values = std::uint64_t(node.desc.shape.columns()) + 2 * heads;
    const std::uint64_t parts = tokens <= kFewTokens ? tokens * kSplits * values * 4 : 0;
    const std::uint64_t turned =
        graph.nodes[std::size_t(node.inputs[0])].desc.bytes() + node.desc.bytes();
    most = std::max(most, parts + turned + 3 * graph::ArenaPlanner::kAlignment);
  }
  return most;
}

// Buffers of the batch beside activations, made twice as large as they need be; block tables are a
// few KiB and come with the first token.
std::uint64_t workBytes(const graph::Graph& graph, int) {
  const auto tokens = std::uint64_t(graph.shape.tokens);
  const auto outputs = std::uint64_t(graph.shape.outputs);
  return arenaBytes(graph) + scratchBytes(graph) +
         2 * (tokens * sizeof(TokenRecord) + (outputs + 1) * 4);
}

// As DeviceKvPool makes it.
std::optional<std::uint64_t> cacheBytes(const cache::KvLayout& layout, std::uint32_t blocks) {
  const auto holds = [](const quant::BlockType& type, std::uint32_t dim) {
    if (&type == &quant::kF32 || &type == &quant::kF16) return dim % 4 == 0;
    return (&type == &quant::kQ8_0 || &type == &quant::kQ4_0) && dim % type.blockValues == 0;
  };
  if (!holds(*layout.keyType, layout.keyDim) || !holds(*layout.valueType, layout.valueDim))
    return std::nullopt;
  const auto buffer = [&](std::size_t blockBytes) {
    return (std::uint64_t(blockBytes) * blocks + 15) / 16 * 16;
  };
  return layout.layers * (buffer(layout.keyBlockBytes()) + buffer(layout.valueBlockBytes()));
}

}  // namespace

const MemoryRules kMemoryRules = {weightsBytes, workBytes, cacheBytes};

}  // namespace alcove::backends::vulkan
