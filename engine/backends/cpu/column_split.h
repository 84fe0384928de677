// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cpu/step.h"
#include "cpu/packing.h"

namespace alcove::backends::cpu {

// Columns of an output are divided in units of the kernels' row groups, so that an element-wise
// step can follow the matmul that made its input without a wait.
[[nodiscard]] inline std::int64_t columnUnits(std::int64_t columns) {
  return std::int64_t(kernels::cpu::groupCount(std::size_t(columns)));
}

// The columns of this thread's units, of `columns` in all.
[[nodiscard]] inline Range columnsOf(std::int64_t columns, const StepContext& context) {
  const Range units = shareOf(columnUnits(columns), context);
  const std::int64_t group = std::int64_t(kernels::cpu::kGroupRows);
  return {std::min(columns, units.begin * group), std::min(columns, units.end * group)};
}

}  // namespace alcove::backends::cpu
