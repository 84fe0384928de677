// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/thread_pool.h"
#include "cpu/kernel_table.h"
#include "ops/batch_view.h"

namespace alcove::backends::cpu {

// How the threads of the team divide a step: by rows (tokens), by columns (units of
// kernels' row groups), or in some way of its own.
enum class Split : std::uint8_t { Rows, Columns, Own };

// What a step sees of the run that it is part of.
struct StepContext {
  const ops::BatchView& batch;
  base::ThreadPool& pool;  // for barrier() inside a step
  std::byte* scratch;      // this thread's own, as large as the plan asked for
  int thread;
  int threads;
};

struct Range {
  std::int64_t begin, end;
};

// This thread's share of `units`: the same for every step with the same number of units, so that
// such steps can follow each other without waiting.
[[nodiscard]] inline Range shareOf(std::int64_t units, const StepContext& context) {
  return {units * context.thread / context.threads, units * (context.thread + 1) / context.threads};
}

// Bytes of the run's memory that a step touches, in the plan's own numbering.
struct Access {
  std::size_t begin, end;
  bool write;
  bool shared = false;  // every thread touches all of it, however the step is divided
};

// One piece of work that all threads do their share of.
struct Step {
  std::function<void(const StepContext&)> run;
  Split split = Split::Own;
  std::int64_t units = 0;
  std::vector<Access> accesses;
  bool barrier = false;  // wait for the whole team before it
};

// Decides before which steps the team must wait: where a step touches what another wrote (or
// writes what another touches) since the last wait, unless both divide the very same bytes alike.
void placeBarriers(std::vector<Step>& steps);

}  // namespace alcove::backends::cpu
