// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "cpu/kernel_table.h"
#include "ops/batch_view.h"

namespace alcove::backends::cpu {

// How a step is divided into units: by rows (tokens), by columns (see column_split.h), or in some
// way of its own.
enum class Split : std::uint8_t { Rows, Columns, Own };

struct Range {
  std::int64_t begin, end;
};

// What a step sees of the run that it is part of.
struct StepContext {
  const ops::BatchView& batch;
  std::byte* scratch;  // this thread's own, as large as the plan asked for
  Range units;         // to be done now; the step's other units may be running on other threads
};

// Bytes of the run's memory that a step touches, in the plan's own numbering.
struct Access {
  std::size_t begin, end;
  bool write;
  bool shared = false;  // every unit touches all of it, however the step is divided
};

// One piece of work, in units that may run in any order and at the same time, however many of them
// are run together: the result is the same bit for bit.
struct Step {
  std::function<void(const StepContext&)> run;
  Split split = Split::Own;
  std::int64_t units = 1;
  std::vector<Access> accesses;
  bool barrier = false;           // begins when all steps before it are done
  std::size_t constantBytes = 0;  // what all units together read of weights
  std::int64_t leastUnits = 1;    // running fewer at once would be slower
  // Where the batch decides how many units there are; `units` is not looked at then.
  std::function<std::int64_t()> unitsOfBatch = {};
};

// Whether a range of units means the same rows or columns to both steps, so that for each range one
// can follow the other.
[[nodiscard]] bool dividedAlike(const Step& a, const Step& b);

// Decides before which steps all earlier ones must be done: where a step touches what another wrote
// (or writes what another touches) since the last barrier, unless both divide the very same bytes
// alike.
void placeBarriers(std::vector<Step>& steps);

}  // namespace alcove::backends::cpu
