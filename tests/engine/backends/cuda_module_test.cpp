// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The CUDA module is opened while the engine runs: what is said where it, a driver or a card is
// missing, and what is left of failures in between.

#include <alcove/error.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "backends/backend.h"
#include "backends/cuda/cuda_backend.h"
#include "backends/cuda/device.h"
#include "backends/cuda/memory.h"
#include "backends/cuda/module_library.h"
#include "graph/reference_executor.h"
#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/silu_mul.h"
#include "support/op_case.h"

namespace alcove::backends::cuda {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string whyNot(const fs::path& module) {
  try {
    const auto library = ModuleLibrary::open(module);
    return listDevices(*library).empty() ? "no devices and no reason" : "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Device);
    return error.sentence();
  }
}

fs::path inBin(const char* name) { return fs::path(std::getenv("ALCOVE_BIN_DIR")) / name; }

TEST(CudaModule, SaysWhatIsWrongWithItself) {
  EXPECT_THAT(whyNot("/nowhere/alcove_cuda.so"), HasSubstr("cannot be opened"));
  EXPECT_THAT(whyNot(inBin("old_cuda_module.so")),
              HasSubstr("is of version 0, and this program needs version"));
}

// The module itself, with NVIDIA's run time in it.
TEST(CudaModule, SaysWhatItFindsOnThisComputer) {
  const fs::path module = inBin("alcove_cuda.so");
  if (!fs::exists(module)) GTEST_SKIP() << "no nvcc here, so the module was not built";
  const std::string reason = whyNot(module);
  fmt::print("{}\n", reason.empty() ? "There is a card." : reason);
  if (fs::exists("/dev/nvidiactl")) return;  // a driver
  EXPECT_EQ(reason, "No NVIDIA driver is installed, or it does not answer.");
}

TEST(CudaDevices, AreDescribedWhetherTheyCanBeUsedOrNot) {
  const std::vector<DeviceDescription> devices = describeCudaDevices();
  ASSERT_FALSE(devices.empty());
  for (const DeviceDescription& device : devices) {
    fmt::print("{}: {}\n", device.name, device.reason);
    EXPECT_FALSE(device.name.empty());
    EXPECT_TRUE(device.reason.ends_with('.')) << device.reason;
  }
}

// The emulated card's own functions.
class EmulatedCard {
 public:
  EmulatedCard() : m_handle(dlopen(std::getenv("ALCOVE_CUDA_MODULE"), RTLD_NOW)) {
    EXPECT_NE(m_handle, nullptr);
  }
  ~EmulatedCard() {
    failAt(-1, 0, false);
    dlclose(m_handle);
  }
  void failAt(int calls, int error, bool lasting) const {
    reinterpret_cast<void (*)(int, int, bool)>(dlsym(m_handle, "cuda_on_cpu_failAt"))(calls, error,
                                                                                      lasting);
  }
  [[nodiscard]] std::size_t launches() const {
    return reinterpret_cast<std::size_t (*)()>(dlsym(m_handle, "cuda_on_cpu_launches"))();
  }
  [[nodiscard]] std::size_t allocatedBytes() const {
    return reinterpret_cast<std::size_t (*)()>(dlsym(m_handle, "cuda_on_cpu_allocatedBytes"))();
  }

 private:
  void* m_handle;
};

TEST(CudaDevices, SayTheirMemoryOnceTheyAreUsed) {
  const auto library = ModuleLibrary::open();
  const DeviceTraits traits = listDevices(*library)[0];
  {
    const Device device(library, traits);
    const auto before = describeCudaDevices()[0];
    ASSERT_TRUE(before.availableBytes);
    constexpr std::size_t kBytes = 5 << 20;
    const Memory onCard(device, kBytes, MemoryPlace::Device);
    const Memory pinned(device, kBytes, MemoryPlace::Pinned);
    const auto after = describeCudaDevices()[0];
    EXPECT_EQ(after.heldBytes, before.heldBytes + kBytes) << "pinned memory is not the card's";
    EXPECT_LE(*after.availableBytes + kBytes, *before.availableBytes);
  }
  EXPECT_EQ(describeCudaDevices()[0].heldBytes, 0u);
}

// Weights, a cache, and two runs, the second of them captured.
void runOnce(test::OpCase& c) {
  const auto backend = createCudaBackend({});
  backend->prepareWeights(*c.graph, {});
  const auto executable = backend->compile(c.graph);
  ops::BatchView batch = c.freshBatch();
  std::unique_ptr<cache::KvPool> pool;
  if (!batch.layers.empty()) pool = backend->makeCache(batch.kvLayout, 32);
  batch.pool = pool.get();
  const auto& node = c.graph->nodes[std::size_t(c.graph->outputs[0])];
  std::vector<float> output(std::size_t(node.desc.shape.values()));
  for (int run = 0; run < 2; ++run) executable->run(batch, output);
}

// As the emulated card numbers them.
constexpr int kOutOfMemory = 2, kDeviceLost = 10;

void failEverywhere(test::OpCase& c, int error, bool lasting, ErrorCode expected) {
  const EmulatedCard card;
  int calls = 0;
  for (bool failed = true; failed; ++calls) {
    ASSERT_LT(calls, 200);
    card.failAt(calls, error, lasting);
    failed = false;
    try {
      runOnce(c);
    } catch (const Error& problem) {
      failed = true;
      // A card too full to be looked at cannot be used at all.
      EXPECT_THAT(problem.code(), testing::AnyOf(expected, ErrorCode::Device));
      EXPECT_TRUE(problem.sentence().ends_with('.')) << problem.sentence();
    }
    card.failAt(-1, 0, false);
    EXPECT_EQ(card.allocatedBytes(), 0u) << "after a failure of call " << calls;
  }
  fmt::print("{}: {} calls, each failed once\n", c.name(), calls - 1);
  EXPECT_GT(calls, 20);
}

TEST(CudaFaults, LeaveNothingBehindAtAnyCall) {
  for (const auto& c : test::makeOpCases()) {
    if (c->name() != "matmul Q4_K 3x17x512 bias" &&
        c->name() != "paged_attention F16/F16 3x3 dims 64/64 window 0")
      continue;
    SCOPED_TRACE(c->name());
    failEverywhere(*c, kOutOfMemory, false, ErrorCode::OutOfMemory);
    failEverywhere(*c, kDeviceLost, true, ErrorCode::Device);
  }
}

// The parts of a decoder's layer that run as one: a norm and the quantisation of its result, two
// matmuls of it, two rotations, a gate and its quantisation, a matmul and a sum.
std::shared_ptr<const graph::Graph> layerOf(test::OpCase& c) {
  constexpr std::int64_t kWidth = 256;
  c.setTokens({0, 0, 0});
  c.setPositions({3, 4, 5});
  graph::Builder builder(c.shape());
  const auto matrix = [&] { return builder.weight(c.add({kWidth, kWidth}, quant::kQ4_K, 0.1f)); };
  const auto multiply = [&](graph::NodeId x) {
    return builder.apply(ops::kMatmul, {x, matrix()}, ops::MatmulAttributes{});
  };
  const graph::NodeId x = builder.weight(c.add({3, kWidth}));
  const graph::NodeId frequencies = builder.weight(c.add({32}));
  const auto turn = [&](graph::NodeId value) {
    return builder.apply(ops::kRope, {value, frequencies},
                         ops::RopeAttributes{64, 64, 1, ops::RopePairing::HalfSplit});
  };
  const graph::NodeId normed = builder.apply(ops::kRmsNorm, {x, builder.weight(c.add({kWidth}))},
                                             ops::RmsNormAttributes{1e-5f});
  const graph::NodeId q = turn(multiply(normed)), k = turn(multiply(normed));
  const graph::NodeId gated = builder.apply(ops::kSiluMul, {q, k});
  return std::make_shared<const graph::Graph>(
      builder.finish(builder.apply(ops::kAdd, {x, multiply(gated)})));
}

TEST(CudaFusion, RunsALayerInFewLaunchesWithTheSameResult) {
  test::OpCase c("layer");
  const auto graph = layerOf(c);
  const EmulatedCard card;
  const auto backend = createCudaBackend({});
  backend->prepareWeights(*graph, {});
  const auto executable = backend->compile(graph);
  const std::size_t values = 3 * 256;
  std::vector<float> expected(values), actual(values);
  graph::runReference(*graph, c.freshBatch(), expected);
  for (int run = 0; run < 3; ++run) {
    const std::size_t before = card.launches();
    std::ranges::fill(actual, NAN);
    executable->run(c.freshBatch(), actual);
    EXPECT_LE(test::normalizedError(actual, expected), 2e-8);
    EXPECT_EQ(card.launches() - before, 6u);  // five, and one that fetches weights ahead
  }
}

}  // namespace
}  // namespace alcove::backends::cuda
