// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/memory_rules.h"

#include "backends/vulkan/plan.h"
#include "backends/vulkan/vulkan_backend.h"

namespace alcove::backends::vulkan {
namespace {

// Buffers of the batch beside activations, made twice as large as they need be; block tables are a
// few KiB and come with the first token.
std::uint64_t workBytes(const graph::Graph& graph, int) {
  const auto tokens = std::uint64_t(graph.shape.tokens),
             outputs = std::uint64_t(graph.shape.outputs);
  return arenaBytes(graph) + 2 * (tokens * sizeof(TokenRecord) + (outputs + 1) * 4);
}

std::optional<std::uint64_t> cacheBytes(const cache::KvLayout& layout, std::uint32_t blocks) {
  for (const quant::BlockType* type : {layout.keyType, layout.valueType})
    if (type != &quant::kF32 && type != &quant::kF16) return std::nullopt;
  return plainCacheBytes(layout, blocks);
}

}  // namespace

const MemoryRules kMemoryRules = {packedWeightsBytes, workBytes, cacheBytes};

}  // namespace alcove::backends::vulkan
