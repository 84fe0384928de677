// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "backends/cpu/cpu_op_table.h"
#include "cpu/attention.h"
#include "cpu/kv_write.h"

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

// Context that is worth a thread of its own.
constexpr std::uint32_t kPartTokens = 128;

// One KV head and range of a sequence's tokens, with the part of the context it looks at.
struct WorkItem {
  const ops::SequenceView* sequence;
  kernel::AttentionItem item;
  bool split;                 // one of several parts of its context
  std::size_t partialOffset;  // floats, where it is
};
// Parts of one split context, to be put together.
struct MergeItem {
  const ops::SequenceView* sequence;
  kernel::AttentionMergeArgs args;
  std::size_t partialOffset;
};

// The division of a batch's attention, made once per run for all layers of one geometry.
struct Work {
  bool planned = false;
  std::vector<WorkItem> items;
  std::vector<MergeItem> merges;
  std::vector<float> partials;
};

struct Geometry {
  std::size_t heads = 0;
  bool deterministic = false;
  ops::PagedAttentionAttributes attributes;
  Value q, k, v, y;
  std::optional<Value> sinks;

  // Everything that is the same for all items of one sequence.
  [[nodiscard]] kernel::AttentionArgs args(const ops::BatchView& batch,
                                           const ops::SequenceView& sequence) const {
    const cache::KvLayout& l = batch.kvLayout;
    const cache::KvLayerView& store = batch.layers[std::size_t(attributes.layer)];
    kernel::AttentionArgs a;
    a.heads = heads;
    a.kvHeads = l.kvHeads;
    a.keyDim = l.keyDim;
    a.valueDim = l.valueDim;
    a.queries = q.row(sequence.first);
    a.output = y.row(sequence.first);
    a.keys = store.keys;
    a.values = store.values;
    a.keyBlockBytes = l.keyBlockBytes();
    a.valueBlockBytes = l.valueBlockBytes();
    a.blockTable = sequence.blockTable.data();
    a.keyType = *kernelType(*l.keyType);
    a.valueType = *kernelType(*l.valueType);
    a.blockTokens = l.blockTokens;
    a.start = sequence.start;
    a.window = std::size_t(attributes.window);
    a.visible = attributes.causal ? 0 : sequence.start + sequence.count;
    a.softCap = attributes.softCap;
    a.scale = attributes.scale;
    a.sinks = sinks ? sinks->buffer.floats() : nullptr;
    return a;
  }
};

// Into how many parts each context of `tokens` is split so that `items` items keep all threads
// busy.
std::uint32_t partsFor(std::size_t items, int threads, std::uint32_t tokens) {
  const std::size_t team = std::size_t(threads);
  if (items % team == 0 || items >= 4 * team) return 1;
  const std::size_t wanted = team / std::gcd(items, team);
  return std::uint32_t(std::clamp<std::size_t>(tokens / kPartTokens, 1, wanted));
}

void addSequence(Work& work, const Geometry& geometry, const ops::BatchView& batch,
                 const ops::SequenceView& sequence, std::size_t parts) {
  const kernel::AttentionArgs args = geometry.args(batch, sequence);
  // How many tokens are worked on together decides in which order each one's sums are made.
  const std::size_t tile =
      geometry.deterministic ? 1 : std::max<std::size_t>(1, kernel::attentionTileTokens(args));
  const std::size_t context = sequence.start + sequence.count;
  for (std::size_t begin = 0; begin < sequence.count; begin += tile) {
    const std::size_t end = std::min<std::size_t>(begin + tile, sequence.count);
    for (std::size_t head = 0; head < args.kvHeads; ++head) {
      const std::size_t floats = kernel::attentionPartialFloats(args, end - begin);
      if (parts > 1)
        work.merges.push_back(
            {&sequence, {nullptr, parts, head, begin, end}, work.partials.size()});
      for (std::size_t part = 0; part < parts; ++part) {
        kernel::AttentionItem item;
        item.kvHead = head;
        item.tokenBegin = begin;
        item.tokenEnd = end;
        if (parts > 1) {
          item.contextBegin = context * part / parts;
          item.contextEnd = part + 1 == parts ? SIZE_MAX : context * (part + 1) / parts;
        }
        work.items.push_back({&sequence, item, parts > 1, work.partials.size()});
        if (parts > 1) work.partials.resize(work.partials.size() + floats);
      }
    }
  }
}

void divide(Work& work, const Geometry& geometry, const ops::BatchView& batch, int threads) {
  work.items.clear();
  work.merges.clear();
  work.partials.clear();
  const bool mayPart =
      !geometry.deterministic &&
      std::ranges::all_of(batch.sequences, [](const ops::SequenceView& s) { return s.count == 1; });
  const std::size_t items = batch.sequences.size() * batch.kvLayout.kvHeads;
  for (const ops::SequenceView& sequence : batch.sequences)
    addSequence(work, geometry, batch, sequence,
                mayPart ? partsFor(items, threads, sequence.start + 1) : 1);
}

void runWrite(const Geometry& g, const StepContext& c,
              void (*kvWrite)(const kernel::KvWriteArgs&)) {
  const cache::KvLayout& l = c.batch.kvLayout;
  const cache::KvLayerView& store = c.batch.layers[std::size_t(g.attributes.layer)];
  const auto [rowBegin, rowEnd] = c.units;
  for (const ops::SequenceView& s : c.batch.sequences) {
    const std::int64_t begin = std::max<std::int64_t>(rowBegin, s.first);
    const std::int64_t end = std::min<std::int64_t>(rowEnd, s.first + s.count);
    if (begin >= end) continue;
    kernel::KvWriteArgs args;
    args.blockTable = s.blockTable.data();
    args.blockTokens = l.blockTokens;
    args.kvHeads = l.kvHeads;
    args.start = s.start;
    args.tokenBegin = std::size_t(begin - s.first);
    args.tokenEnd = std::size_t(end - s.first);
    const auto write = [&](const Value& from, std::byte* to, std::size_t blockBytes,
                           std::size_t dim, const quant::BlockType& type) {
      args.input = from.row(s.first);
      args.inputStride = std::size_t(from.desc.shape.columns());
      args.cache = to;
      args.blockBytes = blockBytes;
      args.dim = dim;
      args.type = *kernelType(type);
      kvWrite(args);
    };
    write(g.k, store.keys, l.keyBlockBytes(), l.keyDim, *l.keyType);
    write(g.v, store.values, l.valueBlockBytes(), l.valueDim, *l.valueType);
  }
}

void runAttention(const Geometry& g, Work& work, const StepContext& c,
                  const kernel::KernelTable& kernels) {
  for (std::int64_t i = c.units.begin; i < c.units.end; ++i) {
    const WorkItem& planned = work.items[std::size_t(i)];
    kernel::AttentionItem item = planned.item;
    item.scratch = c.scratch;
    if (planned.split) item.partial = work.partials.data() + planned.partialOffset;
    kernels.attention(g.args(c.batch, *planned.sequence), item);
  }
}

void runMerges(const Geometry& g, const Work& work, const StepContext& c,
               const kernel::KernelTable& kernels) {
  for (std::int64_t i = c.units.begin; i < c.units.end; ++i) {
    const MergeItem& planned = work.merges[std::size_t(i)];
    kernel::AttentionMergeArgs args = planned.args;
    args.partials = work.partials.data() + planned.partialOffset;
    kernels.attentionMerge(g.args(c.batch, *planned.sequence), args);
  }
}

// The cache and the partials are outside the plan's numbering, so what waits for them says so.
void planSteps(PlanContext& context, const Geometry& g, const std::shared_ptr<Work>& work) {
  const kernel::KernelTable* kernels = &context.kernels();
  context.step({[g, kernels](const StepContext& c) { runWrite(g, c, kernels->kvWrite); },
                Split::Rows,
                g.k.desc.shape.rows(),
                {g.k.buffer.read(), g.v.buffer.read()}});
  Step attention;
  attention.run = [g, work, kernels](const StepContext& c) { runAttention(g, *work, c, *kernels); };
  attention.unitsOfBatch = [work] { return std::int64_t(work->items.size()); };
  attention.accesses = {g.q.buffer.read(), g.y.buffer.write()};
  attention.barrier = true;
  context.step(attention);
  Step merges;
  merges.run = [g, work, kernels](const StepContext& c) { runMerges(g, *work, c, *kernels); };
  merges.unitsOfBatch = [work] { return std::int64_t(work->merges.size()); };
  merges.accesses = {g.y.buffer.write()};
  merges.barrier = true;
  context.step(merges);
}

}  // namespace

void planPagedAttention(PlanContext& context) {
  Geometry g;
  g.attributes = context.node().attributes.as<ops::PagedAttentionAttributes>();
  g.heads = std::size_t(g.attributes.heads);
  g.deterministic = context.deterministic();
  g.q = context.input(0);
  g.k = context.input(1);
  g.v = context.input(2);
  if (context.node().inputCount > 3) g.sinks = context.input(3);
  g.y = context.output();

  kernel::AttentionArgs shape;
  shape.heads = g.heads;
  shape.keyDim = std::size_t(g.q.desc.shape.columns()) / g.heads;
  shape.valueDim = std::size_t(g.y.desc.shape.columns()) / g.heads;
  shape.kvHeads = std::size_t(g.k.desc.shape.columns()) / shape.keyDim;
  // The kernels read whole groups of 8 values.
  if (shape.keyDim % 8 != 0 || shape.valueDim % 8 != 0) return context.planReference();
  context.needScratch(kernel::attentionScratchBytes(shape));

  const auto work = context.sharedState<Work>(
      fmt::format("attention:{}:{}:{}", g.heads, shape.kvHeads, g.attributes.window));
  if (!work->planned) {
    work->planned = true;
    context.beforeRun([work, g, threads = context.threads()](const ops::BatchView& batch) {
      divide(*work, g, batch, threads);
    });
  }
  planSteps(context, g, work);
}

}  // namespace alcove::backends::cpu
