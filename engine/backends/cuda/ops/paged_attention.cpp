// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <algorithm>

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cuda;

namespace {

void planWrite(Plan& plan, int layer) {
  const cache::KvLayout& layout = plan.pool().layout();
  kernel::KvWriteArgs args;
  args.rows[0] = plan.input(1).data;
  args.rows[1] = plan.input(2).data;
  args.cells[0] = plan.pool().keys(layer);
  args.cells[1] = plan.pool().values(layer);
  args.tokens = plan.tokens();
  args.tables = plan.tables();
  args.tokenCount = plan.input(1).rows();
  args.kvHeads = layout.kvHeads;
  args.blockTokens = layout.blockTokens;
  plan.launch(&kernel::Module::kvWrite, args);
}

// Enough parts of each context to keep the device busy. It depends on nothing that changes while a
// sequence grows, so that what was recorded stays right.
std::uint32_t splitsFor(const kernel::DeviceInfo& device, std::uint32_t parts) {
  constexpr std::uint32_t kBlocksWanted = 4, kMost = 64;
  return std::clamp(std::uint32_t(device.multiprocessors) * kBlocksWanted / parts, 1u, kMost);
}

}  // namespace

void planPagedAttention(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::PagedAttentionAttributes>();
  const cache::KvLayout& layout = plan.pool().layout();
  planWrite(plan, a.layer);
  kernel::PagedAttentionArgs args;
  args.queries = plan.input(0).data;
  args.keys = plan.pool().keys(a.layer);
  args.values = plan.pool().values(a.layer);
  args.tokens = plan.tokens();
  args.tables = plan.tables();
  args.sinks = plan.inputOrNull(3);
  args.y = plan.output().data;
  args.tokenCount = plan.input(0).rows();
  args.heads = std::uint32_t(a.heads);
  args.kvHeads = layout.kvHeads;
  args.blockTokens = layout.blockTokens;
  args.splits = splitsFor(plan.device(), args.tokenCount * layout.kvHeads);
  if (args.splits > 1)
    args.partial = reinterpret_cast<float*>(
        plan.scratch(ScratchUse::Partials, std::size_t(args.tokenCount) * args.heads * args.splits *
                                               (layout.valueDim + 2) * sizeof(float)));
  // Tokens that another kernel takes are not joined.
  if (args.splits > 1 && layout.valueDim % 32 == 0 && args.tokenCount < kernel::kTileSequence) {
    const Quantized quantized = plan.quantizedOutput();
    args.words = quantized.words;
    args.scales = quantized.scales;
  }
  args.window = std::uint32_t(a.window);
  args.scale = a.scale;
  args.softCap = a.softCap;
  args.causal = a.causal;
  args.tiles = !plan.exact();
  plan.launch(&kernel::Module::pagedAttention, args);
}

}  // namespace alcove::backends::cuda
