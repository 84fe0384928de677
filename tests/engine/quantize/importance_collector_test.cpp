// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/importance_collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"

namespace alcove::quantize {
namespace {

using testing::ElementsAre;

graph::Weight weight(const char* name, ops::Shape shape, const std::vector<float>& values) {
  return {name, {&quant::kF32, shape}, reinterpret_cast<const std::byte*>(values.data())};
}

// Two matmuls in a row, run on the CPU backend, as in a model's layer.
TEST(ImportanceCollector, AddsUpTheSquaresOfWhatMatmulsRead) {
  const std::vector<float> inputs = {1, 2, -3, 4, 0, 0.5f};  // [2, 3]
  const std::vector<float> first = {1, 0, 0, 0, 1, 1};       // [2, 3]
  const std::vector<float> second = {1, 1};                  // [1, 2]
  const graph::Weight x = weight("x", {2, 3}, inputs);
  const graph::Weight a = weight("blk.0.ffn_up.weight", {2, 3}, first);
  const graph::Weight b = weight("blk.0.ffn_down.weight", {1, 2}, second);
  const graph::Weight c = weight("output.weight", {1, 1}, second);
  graph::Builder builder({2, 2});
  const ops::MatmulAttributes none;
  const graph::NodeId up =
      builder.apply(ops::kMatmul, {builder.weight(x), builder.weight(a)}, none);
  const graph::NodeId doubled = builder.apply(ops::kAdd, {up, up});
  const graph::NodeId down = builder.apply(ops::kMatmul, {doubled, builder.weight(b)}, none);
  const graph::NodeId output = builder.apply(ops::kMatmul, {down, builder.weight(c)}, none);
  const auto graph = std::make_shared<const graph::Graph>(builder.finish(output));

  ImportanceCollector collector;
  const auto backend =
      backends::createBackend("cpu", {.threads = 2, .exactWeights = true, .observer = &collector});
  backend->prepareWeights(*graph, {});
  const auto executable = backend->compile(graph);
  const std::vector<std::int32_t> tokens(2);
  const std::vector<std::uint32_t> rows = {0, 1};
  ops::BatchView batch{tokens, {}, {}, rows, {}, {}};
  std::vector<float> result(2);
  executable->run(batch, result);
  executable->run(batch, result);

  EXPECT_THAT(result, ElementsAre(0, 9));  // nobody disturbed the run
  const auto& entries = collector.matrix().entries;
  ASSERT_EQ(entries.size(), 2u);  // the output matrix is left out
  const ImportanceMatrix::Entry& of_a = entries.at("blk.0.ffn_up.weight");
  EXPECT_THAT(of_a.sums, ElementsAre(34, 8, 18.5));
  EXPECT_THAT(of_a.counts, ElementsAre(4));
  const ImportanceMatrix::Entry& of_b = entries.at("blk.0.ffn_down.weight");
  EXPECT_THAT(of_b.sums, ElementsAre(2 * (4 + 64), 2 * (4 + 1)));
}

// Three tokens, two experts of three each; the first matmul reads a row per token, the second one
// per token and expert.
TEST(ImportanceCollector, CountsForEachExpertWhatItSaw) {
  const std::vector<float> inputs = {1, 2, 3, 4, 5, 6};  // [3, 2]
  const std::vector<float> used = {0, 2, 0.5f, 0.5f,     // experts, then their weights
                                   2, 0, 0.5f, 0.5f,     //
                                   0, 2, 0.5f, 0.5f};
  const std::vector<float> ones(6, 1.0f);
  const graph::Weight x = weight("x", {3, 2}, inputs);
  const graph::Weight routes = weight("routes", {3, 4}, used);
  const graph::Weight up = weight("blk.0.ffn_up_exps.weight", {3, 1, 2}, ones);
  const graph::Weight down = weight("blk.0.ffn_down_exps.weight", {3, 1, 1}, ones);
  graph::Builder builder({3, 3});
  const ops::MoeMatmulAttributes none;
  const graph::NodeId hidden = builder.apply(
      ops::kMoeMatmul, {builder.weight(x), builder.weight(up), builder.weight(routes)}, none);
  const graph::NodeId output =
      builder.apply(ops::kMoeMatmul, {hidden, builder.weight(down), builder.weight(routes)}, none);
  const auto graph = std::make_shared<const graph::Graph>(builder.finish(output));

  ImportanceCollector collector;
  const auto backend =
      backends::createBackend("cpu", {.threads = 2, .exactWeights = true, .observer = &collector});
  backend->prepareWeights(*graph, {});
  const std::vector<std::int32_t> tokens(3);
  const std::vector<std::uint32_t> rows = {0, 1, 2};
  const ops::BatchView batch{tokens, {}, {}, rows, {}, {}};
  std::vector<float> result(6);
  backend->compile(graph)->run(batch, result);

  const auto& entries = collector.matrix().entries;
  const ImportanceMatrix::Entry& of_up = entries.at("blk.0.ffn_up_exps.weight");
  EXPECT_THAT(of_up.sums, ElementsAre(35, 56, 0, 0, 35, 56));
  EXPECT_THAT(of_up.counts, ElementsAre(3, 0, 3));
  const ImportanceMatrix::Entry& of_down = entries.at("blk.0.ffn_down_exps.weight");
  EXPECT_THAT(of_down.sums, ElementsAre(9 + 49 + 121, 0, 9 + 49 + 121));
  EXPECT_THAT(of_down.counts, ElementsAre(3, 0, 3));
}

}  // namespace
}  // namespace alcove::quantize
