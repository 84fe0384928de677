// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/recompute.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "graph/gradients.h"
#include "graph/memory_plan.h"
#include "graph/reference_executor.h"
#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/silu_mul.h"

namespace alcove::graph {
namespace {

constexpr int kLayers = 6;
constexpr std::int64_t kTokens = 5, kWidth = 8, kInner = 32;

// Residual layers x + down(silu_mul(up(x), gate(x))), each with weights of its own, and their
// gradients. Inputs: x, the weights, the seed.
struct Network {
  Network() {
    Builder builder({});
    NodeId x = builder.input({&quant::kF32, {kTokens, kWidth}});
    std::vector<NodeId> weights;
    const auto linear = [&](NodeId value, std::int64_t outputs, std::int64_t columns) {
      weights.push_back(builder.input({&quant::kF32, {outputs, columns}}));
      return builder.apply(ops::kMatmul, {value, weights.back()}, ops::MatmulAttributes{});
    };
    for (int layer = 0; layer < kLayers; ++layer) {
      const NodeId gate = linear(x, kInner, kWidth), up = linear(x, kInner, kWidth);
      const NodeId inner = builder.apply(ops::kSiluMul, {gate, up});
      x = builder.apply(ops::kAdd, {x, linear(inner, kWidth, kInner)});
    }
    const NodeId seed = builder.input(builder.desc(x));
    firstGradient = NodeId(builder.nodes().size());
    std::vector<NodeId> outputs = addGradients(builder, x, seed, weights);
    outputs.insert(outputs.begin(), x);
    graph = builder.finish(std::move(outputs));
  }

  Graph graph;
  NodeId firstGradient;
};

std::vector<std::vector<float>> run(const Graph& graph) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, 0.3f);
  std::vector<std::vector<float>> inputs, outputs;
  for (const NodeId id : graph.inputs) {
    inputs.emplace_back(std::size_t(graph.nodes[std::size_t(id)].desc.shape.values()));
    std::ranges::generate(inputs.back(), [&] { return normal(random); });
  }
  for (const NodeId id : graph.outputs)
    outputs.emplace_back(std::size_t(graph.nodes[std::size_t(id)].desc.shape.values()), NAN);
  const std::vector<std::span<const float>> in(inputs.begin(), inputs.end());
  const std::vector<std::span<float>> out(outputs.begin(), outputs.end());
  runReference(graph, {}, in, out);
  return outputs;
}

TEST(RecomputeActivations, GivesTheSameBitsInLessMemory) {
  const Network network;
  const Graph thrifty = recomputeActivations(network.graph, network.firstGradient);
  EXPECT_EQ(run(thrifty), run(network.graph));
  const std::size_t held = planMemory(network.graph).bytes, less = planMemory(thrifty).bytes;
  // Three wide values of every layer, against those of one.
  EXPECT_LT(less * 2, held);
}

TEST(RecomputeActivations, ComputesNothingAThirdTime) {
  const Network network;
  const Graph thrifty = recomputeActivations(network.graph, network.firstGradient);
  const auto count = [](const Graph& graph, const ops::Op& op) {
    return std::ranges::count_if(graph.nodes, [&](const Node& node) { return node.op == &op; });
  };
  // Gate and up of each layer again; what comes out of a layer is held, and so is the first layer's
  // gate, before which there is nothing but an input.
  EXPECT_EQ(count(thrifty, ops::kMatmul), 5 * kLayers - 1);
  EXPECT_EQ(count(network.graph, ops::kMatmul), 3 * kLayers);
}

}  // namespace
}  // namespace alcove::graph
