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
  const graph::Node& node = graph.nodes[std::size_t(graph.output)];
  if (node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul) {
    if (setting.exact || graph.nodes[std::size_t(node.inputs[1])].desc.type->blockValues == 1)
      return 1e-10;
    return setting.deterministic ? 1e-8 : 4e-5;
  }
  return node.op == &ops::kPagedAttention ? 1e-7 : 1e-10;
}

class OpTest : public testing::TestWithParam<Setting> {};

TEST_P(OpTest, CpuAgreesWithReference) {
  for (const auto& c : test::makeOpCases()) {
    SCOPED_TRACE(c->name());
    const std::size_t values =
        std::size_t(c->graph->nodes[std::size_t(c->graph->output)].desc.shape.values());
    std::vector<float> expected(values), actual(values, NAN);
    graph::runReference(*c->graph, c->freshBatch(), expected);
    const std::vector<std::byte> expectedCache = c->cacheBytes();
    const auto backend =
        createBackend("cpu", {GetParam().threads, GetParam().exact, GetParam().deterministic});
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

}  // namespace
}  // namespace alcove::backends
