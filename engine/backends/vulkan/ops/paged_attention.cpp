// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <algorithm>

#include "backends/vulkan/attention_splits.h"
#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {
namespace {

constexpr std::uint32_t kRotated = 32;

// K or V of a layer in the cache.
struct Cells {
  const quant::BlockType& type;
  std::uint32_t dim;
  Binding binding;

  // enum CellType of the shaders: 0 F32, 1 F16, 2 Q8_0, 3 Q4_0.
  [[nodiscard]] std::uint32_t cellType() const {
    return &type == &quant::kF32 ? 0 : &type == &quant::kF16 ? 1 : &type == &quant::kQ8_0 ? 2 : 3;
  }
  [[nodiscard]] bool inBlocks() const { return cellType() >= 2; }
  [[nodiscard]] Texels texels() const {
    constexpr VkFormat kFormats[] = {VK_FORMAT_R32G32B32A32_UINT, VK_FORMAT_R32G32_UINT,
                                     VK_FORMAT_R32_UINT, VK_FORMAT_R32_UINT};
    return {binding, kFormats[cellType()]};
  }
};

struct WritePush {
  std::uint32_t tokens;
  std::uint32_t kvHeads;
  std::uint32_t blockTokens;
};

struct Push {
  std::uint32_t tokens;
  std::uint32_t heads;
  std::uint32_t kvHeads;
  std::uint32_t blockTokens;
  std::uint32_t window;
  float scale;
  float softCap;
  std::uint32_t causal;
  std::uint32_t hasSinks;
  std::uint32_t splits;
};

struct MergePush {
  std::uint32_t count;
  std::uint32_t dim;
  std::uint32_t splits;
};

// With q as it is compared with K, and the result as sums of V: rotated where these are.
struct Attention {
  Cells keys, values;
  Texels queries, sinks;
  Binding result;
  Push push;

  [[nodiscard]] std::vector<std::uint32_t> constants(std::uint32_t threads) const {
    return {threads, keys.dim, values.dim, keys.cellType(), values.cellType()};
  }
  [[nodiscard]] std::vector<Texels> reads(const Plan& plan) const {
    return {queries, plan.tokens(), plan.tables(), keys.texels(), values.texels(), sinks};
  }
  [[nodiscard]] std::uint32_t items() const { return push.tokens * push.heads; }
};

void planWrite(Plan& plan, const Value& rows, const Cells& cells) {
  const cache::KvLayout& layout = plan.pool().layout();
  plan.dispatch({cells.inBlocks() ? "kv_write_blocks" : "kv_write",
                 {plan.elementThreads(), cells.dim, cells.cellType()},
                 {rows.floats(), plan.tokens(), plan.tables()},
                 cells.binding,
                 plan.groupsFor(rows.values() / (cells.inBlocks() ? kRotated : 1))},
                WritePush{rows.rows(), layout.kvHeads, layout.blockTokens});
}

void planRotation(Plan& plan, const Texels& from, const Binding& to, std::uint32_t values) {
  plan.dispatch({"rotate", {plan.elementThreads()}, {from}, to, plan.groupsFor(values / kRotated)},
                values / kRotated);
}

// An invocation for each head of each token.
void planRows(Plan& plan, const Attention& a) {
  const std::uint32_t threads = std::max(plan.traits().subgroupSize, 8u);
  plan.dispatch({"paged_attention_rows",
                 a.constants(threads),
                 a.reads(plan),
                 a.result,
                 {(a.items() + threads - 1) / threads, 1, 1}},
                a.push);
}

// A work group for each head of each token and each part of its context.
void planGroups(Plan& plan, const Attention& attention) {
  constexpr std::uint32_t kThreads = 32;
  Attention a = attention;
  a.push.splits = attentionSplits(a.push.tokens);
  const std::uint32_t values = a.items() * a.values.dim;
  const Binding parts =
      a.push.splits == 1
          ? a.result
          : plan.scratch(sizeof(float) * a.items() * a.push.splits * (a.values.dim + 2));
  plan.dispatch({"paged_attention",
                 a.constants(kThreads),
                 a.reads(plan),
                 parts,
                 {a.push.tokens, a.push.heads, a.push.splits}},
                a.push);
  if (a.push.splits > 1)
    plan.dispatch(
        {"attention_merge", {plan.elementThreads()}, {{parts}}, a.result, plan.groupsFor(values)},
        MergePush{values, a.values.dim, a.push.splits});
}

}  // namespace

void planPagedAttention(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::PagedAttentionAttributes>();
  const cache::KvLayout& layout = plan.pool().layout();
  const Cells keys{*layout.keyType, layout.keyDim, plan.pool().keys(a.layer)};
  const Cells values{*layout.valueType, layout.valueDim, plan.pool().values(a.layer)};
  planWrite(plan, plan.input(1), keys);
  planWrite(plan, plan.input(2), values);
  const Value q = plan.input(0), y = plan.output();
  const bool hasSinks = plan.node().inputCount > 3;
  Attention attention{keys,
                      values,
                      q.quads(),
                      (hasSinks ? plan.input(3) : q).floats(),
                      y.binding,
                      {q.rows(), std::uint32_t(a.heads), layout.kvHeads, layout.blockTokens,
                       std::uint32_t(a.window), a.scale, a.softCap, a.causal, hasSinks, 1}};
  if (keys.inBlocks()) {
    attention.queries.binding = plan.scratch(q.desc.bytes());
    planRotation(plan, q.floats(), attention.queries.binding, q.values());
  }
  if (values.inBlocks()) attention.result = plan.scratch(y.desc.bytes());
  (plan.traits().isSoftware() ? planRows : planGroups)(plan, attention);
  if (values.inBlocks()) planRotation(plan, {attention.result}, y.binding, y.values());
}

}  // namespace alcove::backends::vulkan
