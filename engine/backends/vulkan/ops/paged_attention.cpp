// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

struct WritePush {
  std::uint32_t tokens;
  std::uint32_t kvHeads;
  std::uint32_t blockTokens;
};

struct Push {
  std::uint32_t heads;
  std::uint32_t kvHeads;
  std::uint32_t blockTokens;
  std::uint32_t window;
  float scale;
  float softCap;
  std::uint32_t causal;
  std::uint32_t hasSinks;
};

constexpr std::uint32_t kThreads = 32;

std::uint32_t isHalf(const quant::BlockType& type) { return &type == &quant::kF16 ? 1 : 0; }

void planWrite(Plan& plan, const Value& rows, const Binding& cells, std::uint32_t dim,
               std::uint32_t half) {
  const cache::KvLayout& layout = plan.pool().layout();
  plan.dispatch({"kv_write",
                 {Plan::kElementThreads, dim, half},
                 {rows.binding, plan.tokens(), plan.tables(), cells},
                 Plan::groupsFor(rows.values())},
                WritePush{rows.rows(), layout.kvHeads, layout.blockTokens});
}

}  // namespace

void planPagedAttention(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::PagedAttentionAttributes>();
  const cache::KvLayout& layout = plan.pool().layout();
  const std::uint32_t keyHalf = isHalf(*layout.keyType), valueHalf = isHalf(*layout.valueType);
  const Binding keys = plan.pool().keys(a.layer), values = plan.pool().values(a.layer);
  planWrite(plan, plan.input(1), keys, layout.keyDim, keyHalf);
  planWrite(plan, plan.input(2), values, layout.valueDim, valueHalf);
  const bool hasSinks = plan.node().inputCount > 3;
  const Value q = plan.input(0), y = plan.output();
  plan.dispatch({"paged_attention",
                 {kThreads, layout.keyDim, layout.valueDim, keyHalf, valueHalf},
                 {q.binding, keys, values, plan.tokens(), plan.tables(),
                  hasSinks ? plan.input(3).binding : q.binding, y.binding},
                 {q.rows(), std::uint32_t(a.heads), 1}},
                Push{std::uint32_t(a.heads), layout.kvHeads, layout.blockTokens,
                     std::uint32_t(a.window), a.scale, a.softCap, a.causal, hasSinks});
}

}  // namespace alcove::backends::vulkan
