// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What the Vulkan backend does when its driver fails, call by call: an Error that says so, nothing
// left behind, and a right answer once the driver works again.
#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "backends/backend.h"
#include "backends/vulkan/device.h"
#include "graph/reference_executor.h"
#include "support/op_case.h"

namespace alcove::backends::vulkan {
namespace {

// What the driver is made to do.
struct Faults {
  int failAt = 0;  // the call of all that can fail, from 1; 0: none
  VkResult result = VK_ERROR_OUT_OF_DEVICE_MEMORY;
  bool stays = false;  // every call after it fails as well
  int calls = 0;
  int live = 0;  // objects made and not destroyed
  bool next() {
    ++calls;
    return failAt != 0 && (calls == failAt || (stays && calls > failAt));
  }
} faults;

enum class Kind { Plain, Makes, Destroys };

template <auto member, Kind kind>
struct Wrapped;

template <class R, class... A, R (VKAPI_PTR* VolkDeviceTable::*member)(A...), Kind kind>
struct Wrapped<member, kind> {
  static inline R(VKAPI_PTR* original)(A...) = nullptr;

  static R VKAPI_CALL call(A... arguments) {
    if constexpr (kind == Kind::Destroys) {
      // Null may be destroyed.
      if (std::get<1>(std::tuple(arguments...)) != VK_NULL_HANDLE) --faults.live;
      original(arguments...);
    } else {
      if (faults.next()) return faults.result;
      const R result = original(arguments...);
      if (kind == Kind::Makes && result == VK_SUCCESS) ++faults.live;
      return result;
    }
  }
  static void install(VolkDeviceTable& table) {
    original = table.*member;
    table.*member = call;
  }
};

void installAll(VolkDeviceTable& table) {
#define ALCOVE_PAIR(makes, destroys)                                 \
  Wrapped<&VolkDeviceTable::vk##makes, Kind::Makes>::install(table); \
  Wrapped<&VolkDeviceTable::vk##destroys, Kind::Destroys>::install(table);
  ALCOVE_PAIR(CreateBuffer, DestroyBuffer)
  ALCOVE_PAIR(AllocateMemory, FreeMemory)
  ALCOVE_PAIR(CreateBufferView, DestroyBufferView)
  ALCOVE_PAIR(CreateDescriptorPool, DestroyDescriptorPool)
  ALCOVE_PAIR(CreateDescriptorSetLayout, DestroyDescriptorSetLayout)
  ALCOVE_PAIR(CreatePipelineLayout, DestroyPipelineLayout)
  ALCOVE_PAIR(CreateComputePipelines, DestroyPipeline)
  ALCOVE_PAIR(CreateShaderModule, DestroyShaderModule)
  ALCOVE_PAIR(CreateCommandPool, DestroyCommandPool)
  ALCOVE_PAIR(CreateFence, DestroyFence)
#undef ALCOVE_PAIR
#define ALCOVE_PLAIN(name) Wrapped<&VolkDeviceTable::vk##name, Kind::Plain>::install(table);
  ALCOVE_PLAIN(MapMemory)
  ALCOVE_PLAIN(BindBufferMemory)
  ALCOVE_PLAIN(AllocateCommandBuffers)
  ALCOVE_PLAIN(AllocateDescriptorSets)
  ALCOVE_PLAIN(BeginCommandBuffer)
  ALCOVE_PLAIN(EndCommandBuffer)
  ALCOVE_PLAIN(ResetFences)
  ALCOVE_PLAIN(QueueSubmit)
  ALCOVE_PLAIN(WaitForFences)
#undef ALCOVE_PLAIN
}

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
    deviceTableHook = installAll;
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
    const auto values = c.graph->nodes[std::size_t(c.graph->output)].desc.shape.values();
    std::vector<float> expected(static_cast<std::size_t>(values)), actual(expected.size());
    graph::runReference(*c.graph, c.freshBatch(), expected);
    ops::BatchView batch = c.freshBatch();
    std::unique_ptr<cache::KvPool> pool;
    if (!batch.layers.empty()) {
      const cache::KvLayout& layout = batch.kvLayout;
      pool = backend.makeCache(layout, std::uint32_t(c.cacheBytes().size() / layout.blockBytes()));
      for (std::size_t i = 0; i < batch.layers.size(); ++i) {
        const std::size_t blocks = pool->blocks();
        std::copy_n(batch.layers[i].keys, layout.keyBlockBytes() * blocks, pool->layers()[i].keys);
        std::copy_n(batch.layers[i].values, layout.valueBlockBytes() * blocks,
                    pool->layers()[i].values);
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
