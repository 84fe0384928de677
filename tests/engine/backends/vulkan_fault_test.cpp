// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What the Vulkan backend does when its driver fails, call by call: an Error that says so, nothing
// left behind, and a right answer once the driver works again.
#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "backends/backend.h"
#include "graph/reference_executor.h"
#include "support/op_case.h"
#include "support/vulkan_faults.h"

namespace alcove::backends::vulkan {
namespace {

class VulkanFaults : public testing::Test {
 protected:
  void SetUp() override {
    const auto table = backendTable();
    const auto row = std::ranges::find(table, std::string_view("vulkan"), &BackendRow::kind);
    ASSERT_NE(row, table.end());
    try {
      (void)row->create({});
    } catch (const Error& error) {
      GTEST_SKIP() << error.sentence();
    }
    deviceTableHook = installFaults;
    faults = {};
    for (auto& c : test::makeOpCases())
      if (c->name().starts_with("paged_attention Q8_0/F16 3x3 dims 64/64") ||
          c->name().starts_with("matmul Q4_K 3x17x512 bias"))
        m_cases.push_back(std::move(c));
    ASSERT_GE(m_cases.size(), 2u);
    m_cases.resize(2);
  }
  void TearDown() override { deviceTableHook = nullptr; }

  static void run(Backend& backend, test::OpCase& c) {
    backend.prepareWeights(*c.graph, {});
    const auto executable = backend.compile(c.graph);
    runOn(backend, *executable, c);
  }
  static void runOn(Backend& backend, Executable& executable, test::OpCase& c) {
    const auto values = c.graph->nodes[std::size_t(c.graph->outputs[0])].desc.shape.values();
    std::vector<float> expected(static_cast<std::size_t>(values)), actual(expected.size());
    graph::runReference(*c.graph, c.freshBatch(), expected);
    ops::BatchView batch = c.freshBatch();
    std::unique_ptr<cache::KvPool> pool;
    if (!batch.layers.empty()) {
      const cache::KvLayout& layout = batch.kvLayout;
      pool = backend.makeCache(layout, std::uint32_t(c.cacheBytes().size() / layout.blockBytes()));
      std::vector<std::byte> bytes(layout.blockBytes());
      for (cache::BlockId block = 0; block < pool->blocks(); ++block) {
        std::byte* to = bytes.data();
        for (const cache::KvLayerView& layer : batch.layers) {
          to = std::copy_n(layer.keys + block * layout.keyBlockBytes(), layout.keyBlockBytes(), to);
          to = std::copy_n(layer.values + block * layout.valueBlockBytes(),
                           layout.valueBlockBytes(), to);
        }
        pool->importBlock(block, bytes);
      }
      batch.pool = pool.get();
    }
    executable.run(batch, actual);
    EXPECT_LE(test::normalizedError(actual, expected), 1e-7);
  }

  std::vector<std::unique_ptr<test::OpCase>> m_cases;
};

// Fails each call in turn, until so many succeed that none is left to fail.
TEST_F(VulkanFaults, EachCallThatFailsIsAnErrorAndLeavesNothing) {
  for (const auto& c : m_cases) {
    SCOPED_TRACE(c->name());
    int failAt = 0;
    for (bool failed = true; failed;) {
      faults = {};
      faults.failAt = ++failAt;
      failed = false;
      try {
        const auto backend = createBackend("vulkan", {});
        run(*backend, *c);
      } catch (const Error& error) {
        failed = true;
        EXPECT_EQ(error.code(), ErrorCode::OutOfMemory);
        EXPECT_TRUE(error.sentence().ends_with('.')) << error.sentence();
      }
      EXPECT_EQ(failed, faults.calls >= failAt) << "call " << failAt;
      EXPECT_EQ(faults.live, 0) << "call " << failAt;
      ASSERT_LT(failAt, 1000);
    }
    fmt::print("{}: {} calls failed, one at a time\n", c->name(), failAt - 1);
    EXPECT_GT(failAt, 20);
  }
}

// The backend stays, as in an engine that goes on after one request has failed.
TEST_F(VulkanFaults, TheNextRunIsRightAfterOneThatFailed) {
  for (const auto& c : m_cases) {
    SCOPED_TRACE(c->name());
    faults = {};
    const auto backend = createBackend("vulkan", {});
    backend->prepareWeights(*c->graph, {});
    const auto executable = backend->compile(c->graph);
    for (int failAt = 1, reached = true; reached; ++failAt) {
      faults.calls = 0;
      faults.failAt = failAt;
      bool failed = false;
      try {
        runOn(*backend, *executable, *c);
      } catch (const Error&) {
        failed = true;
      }
      reached = faults.calls >= failAt;
      EXPECT_EQ(failed, reached);
      faults.failAt = 0;
      runOn(*backend, *executable, *c);
    }
  }
}

TEST_F(VulkanFaults, ALostDeviceIsAnErrorOfTheDeviceEveryTime) {
  test::OpCase& c = *m_cases.front();
  {
    const auto backend = createBackend("vulkan", {});
    backend->prepareWeights(*c.graph, {});
    const auto executable = backend->compile(c.graph);
    runOn(*backend, *executable, c);
    faults.calls = 0;
    faults.failAt = 1;
    faults.stays = true;
    faults.result = VK_ERROR_DEVICE_LOST;
    for (int again = 0; again < 3; ++again) {
      try {
        runOn(*backend, *executable, c);
        FAIL() << "a lost device gave a result";
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Device) << error.sentence();
      }
    }
  }
  EXPECT_EQ(faults.live, 0);
}

}  // namespace
}  // namespace alcove::backends::vulkan
