// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/memory_plan.h"

#include <gtest/gtest.h>

#include <random>

#include "ops/add.h"

namespace alcove::graph {
namespace {

TEST(ArenaPlanner, ReusesPlacesOnlyAfterTheirLastUse) {
  ArenaPlanner arena;
  EXPECT_EQ(arena.place(300, 0, 2), 0u);
  EXPECT_EQ(arena.place(256, 1, 1), 512u);
  EXPECT_EQ(arena.place(256, 2, 5), 512u) << "the second is free from step 2 on";
  EXPECT_EQ(arena.place(10, 3, 5), 0u) << "the first is free from step 3 on";
  EXPECT_EQ(arena.bytes(), 768u);
}

TEST(PlanMemory, NoTwoLiveValuesOverlapInRandomGraphs) {
  std::mt19937 random(7);
  const float zeros[4096] = {};
  for (int round = 0; round < 50; ++round) {
    const Weight leaf{"leaf",
                      {&quant::kF32, {4, std::int64_t(1 + random() % 100)}},
                      reinterpret_cast<const std::byte*>(zeros)};
    Builder builder({});
    std::vector<NodeId> ids{builder.weight(leaf)};
    for (int i = 0; i < 60; ++i)
      ids.push_back(
          builder.apply(ops::kAdd, {ids[random() % ids.size()], ids[random() % ids.size()]}));
    const Graph graph = builder.finish(ids.back());
    const MemoryPlan plan = planMemory(graph);
    const std::vector<std::size_t> last = lastUses(graph);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (plan.offsets[i] == MemoryPlan::kNoPlace) continue;
      EXPECT_LE(plan.offsets[i] + graph.nodes[i].desc.bytes(), plan.bytes);
      for (std::size_t j = i + 1; j < graph.nodes.size() && j <= last[i]; ++j) {
        if (plan.offsets[j] == MemoryPlan::kNoPlace) continue;
        const bool apart = plan.offsets[j] >= plan.offsets[i] + graph.nodes[i].desc.bytes() ||
                           plan.offsets[i] >= plan.offsets[j] + graph.nodes[j].desc.bytes();
        EXPECT_TRUE(apart) << "values " << i << " and " << j;
      }
    }
  }
}

}  // namespace
}  // namespace alcove::graph
