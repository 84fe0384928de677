// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cache/block_pool.h"
#include "cache/kv_pool.h"
#include "cache/spill_store.h"
#include "models/model.h"
#include "runtime/draft_model.h"
#include "runtime/embedder.h"
#include "runtime/engine.h"
#include "runtime/scheduler.h"
#include "runtime/step_cost.h"

namespace alcove::runtime {

// What an EngineCore is made of, and what is to be said of it.
struct EngineParts {
  std::unique_ptr<models::Model> model;
  ModelInfo info;                 // contextTokens says how long sequences may get
  std::uint32_t cacheBlocks = 0;  // what one sequence has at once, and one block more
  std::string cacheIdentity;      // runtime::cacheIdentity
  cache::SpillLimits spill;
  std::unique_ptr<DraftModel> draft;  // may be null
};

// A model on its device, with its cache and what runs in it: all that is left behind when the work
// moves to another device. Used by one thread.
struct EngineCore {
  // Throws Error OutOfMemory.
  explicit EngineCore(EngineParts parts);

  ModelInfo info;  // the cache's size included
  std::unique_ptr<models::Model> model;
  std::unique_ptr<cache::KvPool> storage;
  cache::SpillStore spill;
  cache::BlockPool pool;
  MeasuredStepCost stepCost;
  std::unique_ptr<DraftModel> draft;
  SchedulerLimits limits;
  Scheduler scheduler;
  Embedder embedder;

  [[nodiscard]] bool idle() const noexcept { return scheduler.idle() && embedder.idle(); }
  [[nodiscard]] CacheUsage cacheUsage() const;
};

}  // namespace alcove::runtime
