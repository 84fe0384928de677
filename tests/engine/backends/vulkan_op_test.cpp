// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of all backends on Vulkan, for the ops that have a kernel there. What is left out is
// printed and counted; without a device everything is.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include <alcove/error.h>

#include "backends/backend.h"
#include "graph/reference_executor.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "support/op_case.h"

namespace alcove::backends {
namespace {

std::unique_ptr<Backend> vulkanOrNull() {
  const auto table = backendTable();
  if (std::ranges::none_of(
          table, [](const BackendRow& row) { return row.kind == std::string_view("vulkan"); })) {
    fmt::print("This build has no Vulkan backend.\n");
    return nullptr;
  }
  try {
    return createBackend("vulkan", {});
  } catch (const Error& error) {
    fmt::print("{}\n", error.sentence());
    return nullptr;
  }
}

double tolerance(const graph::Graph& graph) {
  const graph::Node& node = graph.nodes[std::size_t(graph.output)];
  return node.op == &ops::kMatmul ? 1e-9 : node.op == &ops::kPagedAttention ? 1e-7 : 1e-10;
}

// The case's cache in memory of the device, and back.
class DeviceCache {
 public:
  DeviceCache(Backend& backend, test::OpCase& c, const ops::BatchView& batch) : m_case(c) {
    if (batch.layers.empty()) return;
    const cache::KvLayout& layout = batch.kvLayout;
    m_pool = backend.makeCache(layout, std::uint32_t(c.cacheBytes().size() / layout.blockBytes()));
    copy(batch.layers, m_pool->layers());
  }
  void bind(ops::BatchView& batch) const { batch.pool = m_pool.get(); }
  void readBack(std::span<const cache::KvLayerView> layers) const {
    if (m_pool) copy(m_pool->layers(), layers);
  }

 private:
  void copy(std::span<const cache::KvLayerView> from,
            std::span<const cache::KvLayerView> to) const {
    const cache::KvLayout& layout = m_pool->layout();
    for (std::size_t i = 0; i < from.size(); ++i) {
      std::memcpy(to[i].keys, from[i].keys, layout.keyBlockBytes() * m_pool->blocks());
      std::memcpy(to[i].values, from[i].values, layout.valueBlockBytes() * m_pool->blocks());
    }
  }

  test::OpCase& m_case;
  std::unique_ptr<cache::KvPool> m_pool;
};

void runCase(Backend& backend, test::OpCase& c) {
  std::vector<float> expected(
      std::size_t(c.graph->nodes[std::size_t(c.graph->output)].desc.shape.values()));
  std::vector<float> actual(expected.size(), NAN);
  graph::runReference(*c.graph, c.freshBatch(), expected);
  const std::vector<std::byte> expectedCache = c.cacheBytes();
  backend.prepareWeights(*c.graph, {});
  const auto executable = backend.compile(c.graph);
  for (int run = 0; run < 2; ++run) {  // the second without recording anew
    ops::BatchView batch = c.freshBatch();
    const DeviceCache cache(backend, c, batch);
    cache.bind(batch);
    executable->run(batch, actual);
    cache.readBack(batch.layers);
    EXPECT_LE(test::normalizedError(actual, expected), tolerance(*c.graph));
    EXPECT_EQ(c.cacheBytes(), expectedCache);
  }
}

TEST(VulkanOps, AgreeWithReference) {
  const auto backend = vulkanOrNull();  // one for all: kernels are compiled once
  if (!backend) GTEST_SKIP() << "no Vulkan device";
  fmt::print("On {}\n", backend->deviceName());
  std::map<std::string, int> left;
  int ran = 0;
  for (const auto& c : test::makeOpCases()) {
    SCOPED_TRACE(c->name());
    const graph::Node& node = c->graph->nodes[std::size_t(c->graph->output)];
    if (!backend->supports(node)) {
      ++left[node.op->name];
      continue;
    }
    try {
      runCase(*backend, *c);
      ++ran;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::Unsupported) throw;
      ++left[error.sentence()];
    }
  }
  fmt::print("{} cases ran\n", ran);
  for (const auto& [what, count] : left) fmt::print("{} left out: {}\n", count, what);
  EXPECT_GT(ran, 0);
}

TEST(VulkanDevices, AreDescribedWhetherTheyCanBeUsedOrNot) {
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

}  // namespace
}  // namespace alcove::backends
