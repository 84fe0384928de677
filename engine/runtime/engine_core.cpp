// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/engine_core.h"

#include <utility>

namespace alcove::runtime {
namespace {

SchedulerLimits limitsFor(const ModelInfo& info) {
  SchedulerLimits limits;
  limits.contextTokens = info.contextTokens;
  limits.memoryElsewhere = info.device != "cpu";
  return limits;
}

}  // namespace

EngineCore::EngineCore(EngineParts parts)
    : info(std::move(parts.info)),
      model(std::move(parts.model)),
      storage(model->makeCache(parts.cacheBlocks)),
      spill(*storage, std::move(parts.spill)),
      pool(parts.cacheBlocks, model->kvLayout().blockTokens, cache::rootKey(parts.cacheIdentity),
           spill.keepsAny() ? &spill : nullptr, model->windowTokens()),
      draft(std::move(parts.draft)),
      limits(limitsFor(info)),
      scheduler(
          *model, pool, *storage, limits,
          DraftOptions{info.speculation == Speculation::Auto ? &stepCost : nullptr, draft.get()}),
      embedder(*model, pool, *storage, scheduler, limits) {
  info.cacheBytes = storage->bytes();
}

CacheUsage EngineCore::cacheUsage() const {
  CacheUsage usage;
  usage.blockTokens = pool.blockTokens();
  usage.blocksTotal = pool.total();
  usage.blocksUsed = pool.held();
  usage.blocksCached = pool.kept();
  usage.blocksShared = pool.shared();
  if (usage.blocksUsed > 0)
    usage.wastedShare =
        double(scheduler.emptySlots()) / (double(usage.blocksUsed) * usage.blockTokens);
  const cache::SpillUsage spilled = spill.usage();
  usage.spilledMemoryBlocks = spilled.memoryBlocks;
  usage.spilledMemoryBytes = spilled.memoryBytes;
  usage.spilledDiskBlocks = spilled.diskBlocks;
  usage.spilledDiskBytes = spilled.diskBytes;
  usage.spilledDiskLimitBytes = spilled.diskLimitBytes;
  usage.restoredBlocks = spilled.restoredBlocks;
  return usage;
}

}  // namespace alcove::runtime
