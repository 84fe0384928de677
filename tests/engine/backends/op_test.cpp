// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// One test body over every op, type and shape, on every backend that is there: the backend's result
// must be the reference's within the op's tolerance, and so must the cache that it leaves behind.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "backends/backend.h"
#include "graph/reference_executor.h"
#include "ops/embedding.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"
#include "support/op_case.h"

namespace alcove::backends {
namespace {

struct Setting {
  int threads;
  bool exact = false;
  bool deterministic = false;
};

// Float ops differ by rounding alone; integer matmuls by what two terms of 8 bits leave over, and
// those of wide batches, on processors that have the unit for it, by the rounding to bfloat16.
double tolerance(const graph::Graph& graph, const Setting& setting) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  if (node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul) {
    if (setting.exact || graph.nodes[std::size_t(node.inputs[1])].desc.type->blockValues == 1)
      return 1e-10;
    return setting.deterministic ? 1e-8 : 4e-5;
  }
  return node.op == &ops::kPagedAttention ? 1e-7 : 1e-10;
}

// The cases are small: work is divided as far as it can be, or not at all.
constexpr std::size_t kDivided = 1, kWhole = std::size_t(1) << 40;

std::size_t valuesOf(const graph::Graph& graph) {
  return std::size_t(graph.nodes[std::size_t(graph.outputs[0])].desc.shape.values());
}

class OpTest : public testing::TestWithParam<Setting> {};

TEST_P(OpTest, CpuAgreesWithReference) {
  for (const auto& c : test::makeOpCases()) {
    SCOPED_TRACE(c->name());
    std::vector<float> expected(valuesOf(*c->graph)), actual(expected.size(), NAN);
    graph::runReference(*c->graph, c->freshBatch(), expected);
    const std::vector<std::byte> expectedCache = c->cacheBytes();
    const auto backend = createBackend("cpu", {.threads = GetParam().threads,
                                               .exactWeights = GetParam().exact,
                                               .deterministic = GetParam().deterministic,
                                               .partBytes = kDivided});
    backend->prepareWeights(*c->graph, {});
    const auto executable = backend->compile(c->graph);
    for (int run = 0; run < 2; ++run) {  // an executable is used many times
      executable->run(c->freshBatch(), actual);
      EXPECT_LE(test::normalizedError(actual, expected), tolerance(*c->graph, GetParam()));
      EXPECT_EQ(c->cacheBytes(), expectedCache);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, OpTest,
                         testing::Values(Setting{1}, Setting{2}, Setting{3, true},
                                         Setting{2, false, true}),
                         [](const auto& test) {
                           return std::to_string(test.param.threads) + "Threads" +
                                  (test.param.exact           ? "Exact"
                                   : test.param.deterministic ? "Deterministic"
                                                              : "");
                         });

TEST(OpDivision, ChangesNoBit) {
  for (const auto& c : test::makeOpCases()) {
    SCOPED_TRACE(c->name());
    std::vector<float> results[2];
    for (const std::size_t partBytes : {kDivided, kWhole}) {
      const auto backend = createBackend("cpu", {.threads = 3, .partBytes = partBytes});
      backend->prepareWeights(*c->graph, {});
      std::vector<float>& result = results[partBytes == kWhole ? 1 : 0];
      result.assign(valuesOf(*c->graph), NAN);
      backend->compile(c->graph)->run(c->freshBatch(), result);
    }
    EXPECT_EQ(std::memcmp(results[0].data(), results[1].data(), results[0].size() * sizeof(float)),
              0);
  }
}

}  // namespace
}  // namespace alcove::backends
