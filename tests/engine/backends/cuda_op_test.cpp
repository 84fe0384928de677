// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of all backends on CUDA: on the kernels' own code played by the processor, and on a
// card where there is one (which of the two ALCOVE_CUDA_MODULE decides).

#include <gtest/gtest.h>

#include "backends/cpu/weight_store.h"
#include "device_ops.h"
#include "ops/embedding.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends {
namespace {

// Whether the node's weight is one that is kept as F16, for want of a kernel that reads its blocks.
bool isRounded(const graph::Graph& graph, int input) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  const graph::Node& weight = graph.nodes[std::size_t(node.inputs[std::size_t(input)])];
  return !cpu::kernelType(*weight.desc.type);
}

// Attention rounds queries and weights to halves where it takes the tensor cores.
double tolerance(const graph::Graph& graph) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  if (node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul)
    return isRounded(graph, 1) ? 5e-7 : 2e-8;
  if (node.op == &ops::kEmbedding && isRounded(graph, 0)) return 1e-7;
  return node.op == &ops::kPagedAttention ? 5e-7 : 1e-10;
}

TEST(CudaOps, AgreeWithReference) { expectReferenceResults("cuda", {}, tolerance); }

double exactTolerance(const graph::Graph& graph) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  const bool hasMatrix = node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul;
  return hasMatrix || node.op == &ops::kEmbedding ? 1e-10 : -1;
}

TEST(CudaOps, AgreeWithReferenceByExactWeights) {
  expectReferenceResults("cuda", {.exactWeights = true}, exactTolerance);
}

}  // namespace
}  // namespace alcove::backends
