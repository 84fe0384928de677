// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/memory_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "backends/matrices.h"
#include "backends/vulkan/attention_splits.h"
#include "backends/vulkan/device_kv_pool.h"
#include "backends/vulkan/device_weights.h"
#include "backends/vulkan/packed_product.h"
#include "backends/vulkan/plan.h"
#include "backends/vulkan/vulkan_backend.h"
#include "base/readable_bytes.h"
#include "graph/memory_plan.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends::vulkan {
namespace {

WeightsBytes weightsBytes(const graph::Graph& graph) {
  WeightsBytes bytes = packedWeightsBytes(graph);
  for (const graph::Weight* weight : matricesOf(graph))
    if (keepsHalves(*weight)) bytes.allocated -= weight->desc.bytes();  // of twice that as float32
  return bytes;
}

// Of attention, at most: parts of long contexts, and what quantised caches turn; or of a product:
// activations as digits, where the device multiplies bytes.
std::uint64_t scratchBytes(const graph::Graph& graph) {
  const auto tokens = std::uint64_t(graph.shape.tokens);
  std::uint64_t most = 0;
  for (const graph::Node& node : graph.nodes) {
    if (node.op == &ops::kMatmul && tokens >= kLeastDotTokens) {
      const ops::TensorDesc& read = graph.nodes[std::size_t(node.inputs[0])].desc;
      most = std::max(most, std::uint64_t(read.shape.values()) / 32 * kDigitBlockBytes);
    }
    if (node.op != &ops::kPagedAttention) continue;
    const auto heads = std::uint64_t(node.attributes.as<ops::PagedAttentionAttributes>().heads);
    const auto values = std::uint64_t(node.desc.shape.columns()) + 2 * heads;
    const std::uint64_t splits = attentionSplits(std::uint32_t(tokens));
    const std::uint64_t parts = splits > 1 ? tokens * splits * values * 4 : 0;
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

// A buffer lies in one allocation.
std::string allocationRefusal(std::uint64_t bytes, const char* what, const DeviceLimits& limits) {
  if (bytes <= limits.allocationBytes) return {};
  return fmt::format("it allocates {} at once at most, and {} takes {}",
                     base::readableBytes(limits.allocationBytes), what, base::readableBytes(bytes));
}

std::string reachRefusal(std::uint64_t bytes, const char* what, const DeviceLimits& limits) {
  if (bytes <= limits.bindingBytes) return {};
  return fmt::format("its kernels reach {} of a buffer at once, and {} takes {}",
                     base::readableBytes(limits.bindingBytes), what, base::readableBytes(bytes));
}

std::string refusal(const graph::Graph& graph, const DeviceLimits& limits) {
  const auto list = matricesOf(graph);
  const std::unordered_set<const graph::Weight*> matrices(list.begin(), list.end());
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight) continue;
    const WeightSize size = sizeOf(*node.weight, matrices.contains(node.weight));
    std::string reason = allocationRefusal(size.bytes, "a weight", limits);
    const char* const unit = node.desc.shape.rank() == 3 ? "an expert" : "a row";
    if (reason.empty()) reason = reachRefusal(size.unitBytes, unit, limits);
    if (!reason.empty()) return reason;
  }
  return {};
}

std::string cacheRefusal(const cache::KvLayout& layout, std::uint32_t blocks,
                         const DeviceLimits& limits) {
  const std::uint64_t bytes = DeviceKvPool::bufferBytes(layout, blocks);
  std::string reason = reachRefusal(bytes, "K or V of a layer", limits);
  return reason.empty() ? allocationRefusal(bytes, "K or V of a layer", limits) : reason;
}

}  // namespace

const MemoryRules kMemoryRules = {weightsBytes, workBytes, DeviceKvPool::bytesFor, refusal,
                                  cacheRefusal};

}  // namespace alcove::backends::vulkan
