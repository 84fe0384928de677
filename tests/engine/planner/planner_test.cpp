// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Plans of small models for random budgets: what must hold of every plan whatever the numbers are.

#include "planner/planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "backends/memory_rules.h"
#include "backends/split/segments.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "planner/explain.h"
#include "support/layered_model.h"
#include "support/temporary_folder.h"

namespace alcove::planner {
namespace {

namespace split = backends::split;

constexpr std::uint64_t kAmple = std::uint64_t(1) << 40;

// A model's demand with what it points to.
struct Example {
  models::ModelShape shape;
  Demand demand;

  explicit Example(const test::LayeredModel& wanted, const quant::BlockType& type = quant::kF16) {
    const test::TemporaryFolder folder;
    models::ModelOptions options;
    options.keyType = options.valueType = &type;
    options.maxBatchTokens = 64;
    shape = models::shapeOf(
        formats::GgufFile::open(folder.write("model.gguf", test::layeredModel(wanted).build())),
        options);
    demand.graphs = shape.graphs;
    demand.layout = shape.layout;
    demand.blocks = 17;
    demand.threads = 2;
  }
};

const std::vector<test::LayeredModel> kModels = {{1, 0}, {4, 0}, {9, 0, 900}, {5, 4}, {8, 6}};

std::uint64_t wholeBytes(const Example& example, const char* kind) {
  const Device devices[] = {{"host", "cpu", kAmple}, {"card", kind, kAmple}};
  return planModel(example.demand, devices).shares[1].bytes();
}

// Every op runs once, in an order in which each value is there before it is read.
void expectComplete(const Example& example, const Plan& plan) {
  for (const graph::Graph& graph : example.demand.graphs) {
    const auto segments = split::cut(graph, split::devicesOf(graph, plan.placement),
                                     split::localLayers(plan.placement.caches));
    std::vector<graph::NodeId> there;
    std::size_t ops = 0;
    for (const split::Segment& segment : segments) {
      for (const graph::NodeId id : segment.inputs) EXPECT_TRUE(graph::placeOf(there, id));
      there.insert(there.end(), segment.outputs.begin(), segment.outputs.end());
      ops += std::size_t(
          std::ranges::count_if(segment.graph->nodes, [](const auto& node) { return node.op; }));
    }
    EXPECT_EQ(ops, std::size_t(std::ranges::count_if(
                       graph.nodes, [](const graph::Node& node) { return node.op; })));
    EXPECT_TRUE(graph::placeOf(there, graph.outputs[0]));
  }
}

// Each layer, cache and layer's experts are counted with exactly one device.
void expectNothingTwice(const Example& example, const Plan& plan) {
  const auto sum = [&](std::uint32_t Share::*field) {
    return std::accumulate(plan.shares.begin(), plan.shares.end(), 0u,
                           [&](std::uint32_t all, const Share& s) { return all + s.*field; });
  };
  const std::uint32_t layers = example.demand.layout.layers;
  EXPECT_EQ(sum(&Share::layers), layers);
  EXPECT_EQ(sum(&Share::caches), layers);
  EXPECT_EQ(sum(&Share::experts), plan.hasExperts ? layers : 0);
}

TEST(Planner, KeepsToRandomBudgetsAndLosesNothing) {
  std::mt19937_64 random(11);
  for (const test::LayeredModel& model : kModels) {
    const Example example(model);
    const std::uint64_t whole = wholeBytes(example, "vulkan");
    for (int round = 0; round < 40; ++round) {
      SCOPED_TRACE(testing::Message() << model.layers << " layers, round " << round);
      std::vector<Device> devices = {{"host", "cpu", random() % (2 * whole)}};
      const std::size_t cards = 1 + random() % 3;
      for (std::size_t i = 0; i < cards; ++i)
        devices.push_back({"card", random() % 2 ? "vulkan" : "cuda", random() % whole});
      if (round % 2 == 0) devices[1].limits = {random() % 40'000, random() % 40'000};
      const Plan plan = planModel(example.demand, devices);
      for (std::size_t i = 1; i < devices.size(); ++i)
        EXPECT_LE(plan.shares[i].bytes(), devices[i].budgetBytes);
      EXPECT_EQ(plan.fits, plan.shares[0].bytes() <= devices[0].budgetBytes);
      expectComplete(example, plan);
      expectNothingTwice(example, plan);
      EXPECT_FALSE(explain(plan, devices).empty());
    }
  }
}

TEST(Planner, GivesNoLessForMore) {
  std::mt19937_64 random(12);
  for (const test::LayeredModel& model : kModels) {
    const Example example(model);
    const std::uint64_t whole = wholeBytes(example, "vulkan");
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t other = random() % whole;
      Reach before;
      for (int step = 0; step <= 16; ++step) {
        const Device devices[] = {{"host", "cpu", kAmple},
                                  {"first", "vulkan", whole * std::uint64_t(step) / 16},
                                  {"second", "cuda", round == 0 ? 0 : other}};
        const Reach reach = reachOf(planModel(example.demand, devices));
        EXPECT_GE(reach.layers, before.layers);
        EXPECT_GE(reach.experts, before.experts);
        EXPECT_GE(reach.output, before.output);
        before = reach;
      }
      EXPECT_EQ(before.layers, model.layers);
    }
  }
}

TEST(Planner, TakesTheWholeModelToTheByteAndNotWithOneLess) {
  for (const test::LayeredModel& model : kModels) {
    const Example example(model);
    const std::uint64_t whole = wholeBytes(example, "vulkan");
    const auto planWith = [&](std::uint64_t budget) {
      const Device devices[] = {{"host", "cpu", kAmple}, {"card", "vulkan", budget}};
      return planModel(example.demand, devices);
    };
    EXPECT_TRUE(planWith(whole).placement.wholeOn(1));
    const Plan less = planWith(whole - 1);
    EXPECT_FALSE(less.placement.wholeOn(1));
    EXPECT_EQ(less.placement.input, 0) << "the embedding table leaves the card first";
    ASSERT_TRUE(less.refusals[1]);
    EXPECT_EQ(less.refusals[1]->bytes, whole);
  }
}

TEST(Planner, KeepsExpertsOffTheCardUntilAllLayersAreOnIt) {
  const Example example({8, 6});
  const std::uint64_t whole = wholeBytes(example, "vulkan");
  bool some = false;
  for (int step = 0; step <= 64; ++step) {
    const Device devices[] = {{"host", "cpu", kAmple},
                              {"card", "vulkan", whole * std::uint64_t(step) / 64}};
    const Plan plan = planModel(example.demand, devices);
    EXPECT_TRUE(plan.shares[1].experts == 0 || plan.shares[1].layers == 8u);
    some = some || (plan.shares[1].experts > 0 && plan.shares[1].experts < 8);
  }
  EXPECT_TRUE(some) << "no budget was between";
}

TEST(Planner, ReadsFromTheFileWhatMemoryHasNoRoomFor) {
  for (const test::LayeredModel& model : {test::LayeredModel{9, 0}, {6, 6}}) {
    const Example example(model);
    const Device ample[] = {{"host", "cpu", kAmple}};
    const Plan all = planModel(example.demand, ample);
    EXPECT_EQ(all.streamedBytes, 0u);
    const Device scarce[] = {
        {"host", "cpu", all.shares[0].bytes() - all.shares[0].weightsBytes / 2}};
    const Plan half = planModel(example.demand, scarce);
    EXPECT_TRUE(half.fits);
    EXPECT_GT(half.streamedBytes, 0u);
    EXPECT_EQ(half.shares[0].weightsBytes + half.streamedBytes, all.shares[0].weightsBytes);
    const auto layers = std::ranges::count(half.placement.streamedLayers, true);
    const auto experts = std::ranges::count(half.placement.streamedExperts, true);
    EXPECT_TRUE(model.experts > 0 ? layers == 0 && experts > 0 : layers > 0 && experts == 0);
  }
}

TEST(Planner, LeavesACacheThatADeviceCannotHoldWithTheProcessor) {
  const Example example({4, 0}, quant::kQ8_0);
  backends::MemoryRules rules = backends::memoryRules("vulkan");
  rules.cache = [](const cache::KvLayout&, std::uint32_t) -> std::optional<std::uint64_t> {
    return std::nullopt;
  };
  const Device devices[] = {{"host", "cpu", kAmple}, {"card", "vulkan", kAmple, &rules}};
  const Plan plan = planModel(example.demand, devices);
  EXPECT_EQ(plan.shares[1].layers, 4u);
  EXPECT_EQ(plan.shares[1].caches, 0u);
  EXPECT_EQ(plan.shares[0].caches, 4u);
  EXPECT_TRUE(plan.cacheRefused);
  expectComplete(example, plan);
}

std::string reasonsOf(const Plan& plan, std::span<const Device> devices) {
  std::string all;
  for (const std::string& sentence : explain(plan, devices)) all += sentence + "\n";
  return all;
}

// An expert of this model is 64 × 96 values, a layer's largest matrix in one piece 64 × 96 too, and
// the output 64 × 900.
TEST(Planner, GivesNoDeviceWhatItCannotReachOrAllocate) {
  const Example example({8, 6, 900});
  Device devices[] = {{"host", "cpu", kAmple}, {"Card", "vulkan", kAmple}};
  devices[1].limits.bindingBytes = 64 * 96 / 2;
  const Plan unreachable = planModel(example.demand, devices);
  EXPECT_EQ(unreachable.shares[1].layers, 8u);
  EXPECT_EQ(unreachable.shares[1].experts, 0u);
  EXPECT_EQ(unreachable.placement.output, 1) << "what comes after the experts is not lost";
  EXPECT_EQ(unreachable.placement.input, 1);
  EXPECT_NE(reasonsOf(unreachable, devices)
                .find("Card cannot have the experts of 8 layers, which the processor has: its "
                      "kernels reach"),
            std::string::npos)
      << reasonsOf(unreachable, devices);
  expectComplete(example, unreachable);

  devices[1].limits = {kAmple, 64 * 400};
  const Plan small = planModel(example.demand, devices);
  EXPECT_EQ(small.placement.output, 0);
  EXPECT_EQ(small.placement.input, 0);
  EXPECT_EQ(small.shares[1].layers, 8u);
  EXPECT_NE(reasonsOf(small, devices).find("Card cannot have the output matrix"), std::string::npos)
      << reasonsOf(small, devices);
  expectComplete(example, small);

  // A second card without the limit takes what the first cannot.
  const Device two[] = {devices[0], devices[1], {"Other", "vulkan", kAmple}};
  const Plan both = planModel(example.demand, two);
  EXPECT_EQ(both.placement.output, 2);
  EXPECT_EQ(both.placement.input, 2);
  EXPECT_FALSE(both.placement.uses(0));
  EXPECT_EQ(reasonsOf(both, two).find("cannot have"), std::string::npos) << reasonsOf(both, two);
}

TEST(Planner, LeavesACacheThatADeviceCannotReachWithTheProcessor) {
  const Example example({4, 0});
  Device devices[] = {{"host", "cpu", kAmple}, {"Card", "vulkan", kAmple}};
  cache::KvLayout layout = example.demand.layout;
  layout.layers = 1;
  devices[1].limits.bindingBytes = layout.keyBlockBytes() * example.demand.blocks - 1;
  const Plan plan = planModel(example.demand, devices);
  EXPECT_EQ(plan.shares[1].layers, 4u);
  EXPECT_EQ(plan.shares[1].caches, 0u);
  EXPECT_FALSE(plan.cacheRefused);
  EXPECT_NE(reasonsOf(plan, devices).find("Card cannot have the KV cache of 4 layers"),
            std::string::npos)
      << reasonsOf(plan, devices);
  expectComplete(example, plan);
}

TEST(Planner, KeepsTheCacheWithTheProcessorIfToldTo) {
  Example example({4, 0});
  example.demand.cacheOnProcessor = true;
  const Device devices[] = {{"host", "cpu", kAmple}, {"card", "vulkan", kAmple}};
  const Plan plan = planModel(example.demand, devices);
  EXPECT_EQ(plan.shares[1].layers, 4u);
  EXPECT_EQ(plan.shares[1].cacheBytes, 0u);
  EXPECT_EQ(plan.shares[0].caches, 4u);
  EXPECT_FALSE(plan.cacheRefused);
}

}  // namespace
}  // namespace alcove::planner
