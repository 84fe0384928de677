// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The CUDA module is opened while the engine runs: what is said where it, a driver or a card is
// missing, and what is left of failures in between.

#include <alcove/error.h>
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
#include "support/played_cards.h"

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
void runOnce(test::OpCase& c, const BackendOptions& options = {}) {
  const auto backend = createCudaBackend(options);
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

using test::PlayedCards;

void failEverywhere(test::OpCase& c, int error, bool lasting, ErrorCode expected) {
  const PlayedCards card;
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
    failEverywhere(*c, PlayedCards::kOutOfMemory, false, ErrorCode::OutOfMemory);
    failEverywhere(*c, PlayedCards::kDeviceLost, true, ErrorCode::Device);
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
  const PlayedCards card;
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

constexpr std::size_t kGiB = std::size_t(1) << 30;

// The one that people call cuda:0 is CUDA's second here, and has all the memory.
TEST(CudaCards, AreCountedTheSameWhereTheyAreDescribedAndOpened) {
  PlayedCards cards;
  cards.play({{kGiB, 0}, {2 * kGiB, 2 * kGiB}});
  const std::vector<DeviceDescription> devices = describeCudaDevices();
  ASSERT_EQ(devices.size(), 2u);
  EXPECT_EQ(devices[0].memoryBytes, 2 * kGiB);
  EXPECT_EQ(devices[1].memoryBytes, kGiB);
  test::OpCase c("layer");
  c.graph = layerOf(c);
  runOnce(c);
  runOnce(c, {.device = 0});
  const auto refusal = [&](int device) {
    try {
      runOnce(c, {.device = device});
    } catch (const Error& error) {
      return std::pair(error.code(), error.sentence());
    }
    return std::pair(ErrorCode::Cancelled, std::string("it ran"));
  };
  EXPECT_EQ(refusal(1).first, ErrorCode::OutOfMemory);
  EXPECT_EQ(refusal(2).first, ErrorCode::Device);
  EXPECT_THAT(refusal(2).second, HasSubstr("cuda:0 to cuda:1"));
  EXPECT_EQ(refusal(-1).first, ErrorCode::Device);
}

// What the tests of several cards rely on.
TEST(CudaCards, DoNotReachEachOthersMemory) {
  PlayedCards cards;
  cards.play({{}, {}});
  const auto library = ModuleLibrary::open();
  const kernels::cuda::Module& api = library->functions();
  kernels::cuda::Stream streams[2] = {};
  void* memory[2] = {};
  for (int device = 0; device < 2; ++device) {
    ASSERT_EQ(api.selectDevice(device), kernels::cuda::Status::Ok);
    ASSERT_EQ(api.createStream(&streams[device]), kernels::cuda::Status::Ok);
    ASSERT_EQ(api.allocate(&memory[device], 4096), kernels::cuda::Status::Ok);
  }
  const auto scale = [&](int from, int to, int stream) {
    return api.scale(
        {static_cast<const float*>(memory[from]), static_cast<float*>(memory[to]), 8, 2},
        streams[stream]);
  };
  ASSERT_EQ(api.selectDevice(0), kernels::cuda::Status::Ok);
  EXPECT_EQ(scale(0, 0, 0), kernels::cuda::Status::Ok);
  EXPECT_EQ(scale(0, 0, 1), kernels::cuda::Status::Failed) << "a stream of the other card";
  EXPECT_DEATH((void)scale(0, 1, 0), "memory of a card is touched");
  EXPECT_DEATH((void)scale(1, 0, 0), "memory of a card is touched");
  EXPECT_DEATH(
      (void)api.copy(memory[0], memory[1], 64, kernels::cuda::CopyKind::OnDevice, streams[0]),
      "a copy of one card touches memory of another");
  for (int device = 0; device < 2; ++device) {
    (void)api.release(memory[device]);
    (void)api.destroyStream(streams[device]);
  }
}

}  // namespace
}  // namespace alcove::backends::cuda
