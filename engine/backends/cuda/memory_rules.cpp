// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/memory_rules.h"

#include <algorithm>

#include "backends/cpu/weight_packer.h"
#include "backends/cpu/weight_store.h"
#include "backends/cuda/cuda_backend.h"
#include "backends/cuda/device_kv_pool.h"
#include "backends/cuda/device_weights.h"
#include "backends/matrices.h"
#include "cuda/activations.h"
#include "cuda/module.h"
#include "graph/memory_plan.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends::cuda {
namespace {

namespace kernel = kernels::cuda;
using kernels::cpu::ValueType;

// As DeviceWeights holds them; that a type without a kernel survives as F16 is taken for granted.
WeightsBytes weightsBytes(const graph::Graph& graph) {
  const auto matrices = matricesAndTables(graph);
  WeightsBytes bytes;
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight) continue;
    const auto type = cpu::kernelType(*node.desc.type);
    const auto values = std::uint64_t(node.desc.shape.values());
    if (!matrices.contains(node.weight) || type == ValueType::F32)
      bytes.allocated += values * sizeof(float);
    else if (type && kernels::cpu::isPackable(*type))
      bytes.allocated += cpu::PackedSize(*node.weight).bytes();
    else
      bytes.allocated += values * 2;
  }
  return bytes;
}

// Parts of contexts, of as many multiprocessors as any card has.
std::uint64_t partialsBytes(const graph::Graph& graph, const graph::Node& node) {
  constexpr std::uint64_t kMostParts = 4 * 256, kMostSplits = 64;
  const auto columns = [&](int input) {
    return std::uint64_t(
        graph.nodes[std::size_t(node.inputs[std::size_t(input)])].desc.shape.columns());
  };
  const auto heads = std::uint64_t(node.attributes.as<ops::PagedAttentionAttributes>().heads);
  const std::uint64_t kvHeads = std::max<std::uint64_t>(1, columns(1) * heads / columns(0));
  const std::uint64_t rows = std::max(kMostSplits, kMostParts / kvHeads);
  const auto tokens = std::uint64_t(graph.shape.tokens);
  if (tokens * kvHeads * 2 > kMostParts) return 0;
  return std::min(rows, tokens * kMostSplits) *
         (std::uint64_t(node.desc.shape.columns()) + 2 * heads) * sizeof(float);
}

std::uint64_t workBytes(const graph::Graph& graph, int) {
  std::uint64_t quantised = 0, sorted = 0, partials = 0;
  for (const graph::Node& node : graph.nodes) {
    if (isMatmul(node)) {
      const auto values =
          std::uint64_t(graph.nodes[std::size_t(node.inputs[0])].desc.shape.values());
      quantised = std::max(quantised, values / 32 *
                                          (kernel::kWordsOfBlock * sizeof(kernel::ActivationWords) +
                                           sizeof(kernel::ActivationScale)));
    }
    if (node.op == &ops::kMoeMatmul) {
      const auto experts = std::uint64_t(graph.nodes[std::size_t(node.inputs[1])].desc.shape[0]);
      sorted = std::max(sorted, 4 * (std::uint64_t(node.desc.shape.rows()) + 2 * experts + 1));
    }
    if (node.op == &ops::kPagedAttention) partials = std::max(partials, partialsBytes(graph, node));
  }
  return arenaBytes(graph) + quantised + sorted + partials +
         std::uint64_t(graph.shape.tokens) * sizeof(kernel::Token);
}

}  // namespace

const MemoryRules kMemoryRules = {weightsBytes, workBytes, DeviceKvPool::bytesFor};

}  // namespace alcove::backends::cuda
