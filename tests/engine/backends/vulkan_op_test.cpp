// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of all backends on Vulkan, as the device is, as a card that has nothing optional and
// with products of bytes (which of them ALCOVE_VULKAN_AS decides); and what is said of devices of
// all kinds.

#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "device_ops.h"
#include "graph/reference_executor.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends {
namespace {

bool multipliesBytes() {
  const char* const as = std::getenv("ALCOVE_VULKAN_AS");
  return as != nullptr && as == std::string_view("dot");
}

double tolerance(const graph::Graph& graph) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  // Activations in two digits; all else is as it is without.
  if (multipliesBytes()) return node.op == &ops::kMatmul ? 1e-8 : -1;
  if (node.op == &ops::kPagedAttention) return 1e-7;
  return node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul ? 1e-9 : 1e-10;
}

// Else the tests of products of bytes would pass without any.
TEST(VulkanOps, MultiplyBytesWhereTheyAreAskedTo) {
  if (!multipliesBytes()) GTEST_SKIP() << "not asked to";
  std::unique_ptr<Backend> backend;
  try {
    backend = createBackend("vulkan", {});
  } catch (const Error& error) {
    GTEST_SKIP() << error.sentence();
  }
  const auto cases = test::makeOpCases();
  const auto found = std::ranges::find(cases, "matmul Q4_K 8x64x256", &test::OpCase::name);
  ASSERT_NE(found, cases.end());
  test::OpCase& c = **found;
  std::vector<float> expected(
      std::size_t(c.graph->nodes[std::size_t(c.graph->outputs[0])].desc.shape.values())),
      actual(expected);
  graph::runReference(*c.graph, c.freshBatch(), expected);
  backend->prepareWeights(*c.graph, {});
  backend->compile(c.graph)->run(c.freshBatch(), actual);
  EXPECT_GT(test::normalizedError(actual, expected), 1e-11);
}

TEST(VulkanOps, AgreeWithReference) { expectReferenceResults("vulkan", {}, tolerance); }

TEST(Devices, AreDescribedWhetherTheyCanBeUsedOrNot) {
  for (const BackendRow& row : backendTable()) {
    if (row.describe == nullptr) continue;
    const std::vector<DeviceDescription> devices = row.describe();
    EXPECT_FALSE(devices.empty());
    for (const DeviceDescription& device : devices) {
      fmt::print("{}: {}\n", device.name, device.reason);
      EXPECT_FALSE(device.name.empty());
      EXPECT_TRUE(device.reason.ends_with('.')) << device.reason;
    }
  }
}

TEST(Devices, SayWhatIsHeldOfThem) {
  const auto describe = [] {
    for (const BackendRow& row : backendTable())
      if (std::string_view(row.kind) == "vulkan") return row.describe()[0];
    return DeviceDescription{};
  };
  const DeviceDescription before = describe();
  if (before.memoryBytes == 0) GTEST_SKIP() << before.reason;
  ASSERT_TRUE(before.availableBytes);
  {
    const auto backend = createBackend("vulkan", {});
    cache::KvLayout layout;
    layout.layers = 2;
    layout.kvHeads = 1;
    layout.keyDim = layout.valueDim = 32;
    const auto cache = backend->makeCache(layout, 16);
    const DeviceDescription during = describe();
    EXPECT_GT(during.heldBytes, before.heldBytes);
    EXPECT_LT(*during.availableBytes, during.memoryBytes);
  }
  EXPECT_EQ(describe().heldBytes, before.heldBytes);
}

}  // namespace
}  // namespace alcove::backends
