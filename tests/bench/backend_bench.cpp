// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Graphs of one op on a whole backend, its submission and waiting included: on Vulkan, or on the
// kind of device that ALCOVE_BENCH_DEVICE names. Matmuls in the shapes of SmolLM2-135M and of a
// model of 1.1 B parameters, attention over a long context.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <cstdlib>

#include "backends/backend.h"
#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/silu_mul.h"
#include "support/op_case.h"

namespace alcove::backends {
namespace {

// `operations`: of one run.
void runCase(benchmark::State& state, test::OpCase& c, double operations) {
  const char* const wanted = std::getenv("ALCOVE_BENCH_DEVICE");
  const std::unique_ptr<Backend> backend = createBackend(wanted ? wanted : "vulkan", {});
  backend->prepareWeights(*c.graph, {});
  const auto executable = backend->compile(c.graph);
  std::vector<float> output(
      std::size_t(c.graph->nodes[std::size_t(c.graph->output)].desc.shape.values()));
  ops::BatchView batch = c.freshBatch();
  std::unique_ptr<cache::KvPool> pool;
  if (!batch.layers.empty()) {
    pool = backend->makeCache(batch.kvLayout,
                              std::uint32_t(c.cacheBytes().size() / batch.kvLayout.blockBytes()));
    batch.pool = pool.get();
    batch.layers = pool->layers();
  }
  executable->run(batch, output);
  for (auto _ : state) executable->run(batch, output);
  state.counters["ops"] =
      benchmark::Counter(operations, benchmark::Counter::kIsIterationInvariantRate);
}

void matmul(benchmark::State& state, const quant::BlockType* type, int tokens, int rows,
            int columns) {
  test::OpCase c("matmul");
  const graph::Weight& x = c.add({tokens, columns});
  const graph::Weight& weight = c.addBlocks({rows, columns}, *type);
  test::setOp(c, ops::kMatmul, {&x, &weight}, ops::MatmulAttributes{});
  runCase(state, c, 2.0 * tokens * rows * columns);
}

struct Context {
  std::uint32_t start, count;
};

void attention(benchmark::State& state, const quant::BlockType* type, Context context) {
  constexpr std::uint32_t kKvHeads = 3, kRatio = 3, kDim = 64;
  test::OpCase c("attention");
  c.setSequences({1, kKvHeads, kDim, kDim, 32, type, type}, {{context.start, context.count}});
  const auto tokens = std::int64_t(context.count);
  test::setOp(c, ops::kPagedAttention,
              {&c.add({tokens, kKvHeads * kRatio * kDim}), &c.add({tokens, kKvHeads * kDim}),
               &c.add({tokens, kKvHeads * kDim})},
              ops::PagedAttentionAttributes{0, kKvHeads * kRatio, 0.125f, 0, 0, true});
  const double seen = double(context.count) * (context.start + (context.count + 1) / 2.0);
  runCase(state, c, 4.0 * seen * kKvHeads * kRatio * kDim);
}

// An op whose inputs have the output's shape.
void elementwise(benchmark::State& state, const ops::Op* op, int tokens, int columns) {
  test::OpCase c("elementwise");
  test::setOp(c, *op, {&c.add({tokens, columns}), &c.add({tokens, columns})}, test::NoAttributes{});
  runCase(state, c, double(tokens) * columns);
}

void norm(benchmark::State& state, int tokens, int columns) {
  test::OpCase c("rms_norm");
  test::setOp(c, ops::kRmsNorm, {&c.add({tokens, columns}), &c.add({columns})},
              ops::RmsNormAttributes{1e-5f});
  runCase(state, c, double(tokens) * columns);
}

void rope(benchmark::State& state, int tokens, int heads) {
  constexpr int kDim = 64;
  test::OpCase c("rope");
  c.setPositions(std::vector<std::uint32_t>(std::size_t(tokens), 7));
  test::setOp(c, ops::kRope, {&c.add({tokens, heads * kDim}), &c.add({kDim / 2})},
              ops::RopeAttributes{kDim, kDim, 1, ops::RopePairing::Interleaved});
  runCase(state, c, double(tokens) * heads * kDim);
}

void registerSmall() {
  for (const int tokens : {1, 64}) {
    const auto add = [&](const char* name, auto function, auto... arguments) {
      benchmark::RegisterBenchmark(fmt::format("{}/{}", name, tokens).c_str(), function,
                                   arguments...)
          ->UseRealTime();
    };
    add("add", elementwise, &ops::kAdd, tokens, 576);
    add("silu_mul", elementwise, &ops::kSiluMul, tokens, 1536);
    add("rms_norm", norm, tokens, 576);
    add("rope", rope, tokens, 9);
  }
}

void registerAll() {
  struct Size {
    int rows, columns;
  };
  for (const quant::BlockType* type : {&quant::kQ4_0, &quant::kQ8_0, &quant::kQ4_K, &quant::kQ6_K})
    for (const Size size : {Size{576, 576}, {1536, 576}, {576, 1536}, {49152, 576}, {5632, 2048}}) {
      if (size.columns % int(type->blockValues) != 0) continue;
      for (const int tokens : {1, 4, 64})
        benchmark::RegisterBenchmark(
            fmt::format("matmul/{}/{}x{}x{}", type->name, tokens, size.rows, size.columns).c_str(),
            matmul, type, tokens, size.rows, size.columns)
            ->UseRealTime();
    }
  for (const quant::BlockType* type : {&quant::kF16, &quant::kQ8_0})
    for (const Context context : {Context{63, 1}, {2047, 1}, {0, 64}, {0, 512}})
      benchmark::RegisterBenchmark(
          fmt::format("attention/{}/{}+{}", type->name, context.start, context.count).c_str(),
          attention, type, context)
          ->UseRealTime();
}

}  // namespace
}  // namespace alcove::backends

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  alcove::backends::registerAll();
  alcove::backends::registerSmall();
  benchmark::RunSpecifiedBenchmarks();
}
