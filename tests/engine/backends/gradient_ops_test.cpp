// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The gradients of all ops on the processor: the reference's, in whatever parts the work is
// divided.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "backends/backend.h"
#include "engine/graph/differentiated.h"
#include "graph/reference_executor.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/silu_mul.h"
#include "ops/training/cross_entropy.h"
#include "support/op_case.h"

namespace alcove::backends {
namespace {

using test::Differentiated;
using test::GradientCase;
using Values = std::vector<std::vector<float>>;

// Too large for finite differences: several tiles, strips and blocks of everything.
void addLargeMatmuls(std::deque<GradientCase>& cases) {
  for (const auto* type : {&quant::kF32, &quant::kF16, &quant::kQ8_0, &quant::kQ4_0, &quant::kQ4_1,
                           &quant::kQ5_0, &quant::kQ4_K, &quant::kQ6_K}) {
    for (const std::int64_t tokens : {1, 7, 70}) {
      GradientCase& c = cases.emplace_back(fmt::format("matmul, {} for {}", type->name, tokens),
                                           ops::kMatmul, ops::MatmulAttributes{});
      const std::int64_t columns = type->blockValues == 256 ? 512 : 224;
      c.add({tokens, columns});
      c.addConstant({131, columns}, *type);
    }
  }
  for (const auto& [tokens, rows, columns] :
       {std::array{300, 16, 300}, {45, 300, 16}, {33, 100, 75}, {2, 1, 1}}) {
    GradientCase& c = cases.emplace_back(fmt::format("matmul, {} x {} trained", rows, columns),
                                         ops::kMatmul, ops::MatmulAttributes{true});
    c.add({tokens, columns});
    c.add({rows, columns});
    c.add({rows});
  }
}

void addLargeAttention(std::deque<GradientCase>& cases) {
  for (const std::uint32_t group : {1u, 2u, 3u, 16u}) {
    for (const auto& [window, cap, causal] :
         {std::tuple{0, 0.0f, true}, {37, 0.0f, true}, {0, 1.5f, true}, {0, 0.0f, false}}) {
      GradientCase& c = cases.emplace_back(
          fmt::format("paged_attention, {} to a KV head, window {}, cap {}, causal {}", group,
                      window, cap, causal),
          ops::kPagedAttention,
          ops::PagedAttentionAttributes{0, std::int32_t(2 * group), 0.3f, window, cap, causal});
      c.setSequences({71, 1, 33}, 2, 20, 24);
      c.add({105, std::int64_t(2 * group) * 20});
      c.add({105, 40});
      c.add({105, 48});
      if (group == 2) c.add({std::int64_t(2 * group)});
    }
  }
}

void addLargeLosses(std::deque<GradientCase>& cases) {
  for (const float cap : {0.0f, 5.0f}) {
    for (const bool trained : {false, true}) {
      GradientCase& c =
          cases.emplace_back(fmt::format("cross_entropy, cap {}, trained {}", cap, trained),
                             ops::kCrossEntropy, ops::CrossEntropyAttributes{cap, false});
      c.add({83, 64});
      trained ? c.add({200, 64}) : c.addConstant({200, 64}, quant::kQ8_0);
      for (std::uint32_t i = 0; i < 83; ++i) {
        c.outputs.push_back(i);
        c.targets.push_back(std::int32_t(i * 7 % 200));
      }
    }
  }
}

void addLargeRows(std::deque<GradientCase>& cases) {
  GradientCase& norm =
      cases.emplace_back("rms_norm of heads", ops::kRmsNorm, ops::RmsNormAttributes{1e-5f});
  norm.add({37, 900});
  norm.add({300});
  GradientCase& product = cases.emplace_back("silu_mul", ops::kSiluMul);
  product.add({37, 211}, 4);
  product.add({37, 211});
}

std::deque<GradientCase> allCases() {
  std::deque<GradientCase> cases = test::makeGradientCases();
  addLargeMatmuls(cases);
  addLargeAttention(cases);
  addLargeLosses(cases);
  addLargeRows(cases);
  return cases;
}

// What the graph of a case comes to, through `run`.
template <class Run>
Values resultsOf(const Differentiated& d, const Run& run) {
  Values results;
  for (const auto& input : d.values) results.emplace_back(input.size(), NAN);
  std::vector<std::span<const float>> inputs(d.values.begin(), d.values.end());
  inputs.emplace_back(d.seedValues);
  run(inputs, std::vector<std::span<float>>(results.begin(), results.end()));
  return results;
}

Values onProcessor(GradientCase& c, const Differentiated& d, int threads, std::size_t partBytes) {
  const auto backend = createBackend(
      "cpu",
      {.threads = threads, .exactWeights = true, .deterministic = true, .partBytes = partBytes});
  const auto graph = std::make_shared<const graph::Graph>(d.both);
  backend->prepareWeights(*graph, {});
  const auto executable = backend->compile(graph);
  return resultsOf(d, [&](const auto& inputs, const auto& outputs) {
    executable->run(c.batch(), inputs, outputs);
  });
}

TEST(GradientOps, AgreeWithReferenceInAnyParts) {
  for (GradientCase& c : allCases()) {
    SCOPED_TRACE(c.name);
    const Differentiated d(c);
    const Values expected = resultsOf(d, [&](const auto& inputs, const auto& outputs) {
      graph::runReference(d.both, c.batch(), inputs, outputs);
    });
    const Values divided = onProcessor(c, d, 3, 1);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_LE(test::normalizedError(divided[i], expected[i]), 1e-9) << "of input " << i;
    EXPECT_EQ(divided, onProcessor(c, d, 1, std::size_t(1) << 40));
  }
}

}  // namespace
}  // namespace alcove::backends
