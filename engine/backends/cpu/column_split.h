// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "backends/cpu/step.h"
#include "cpu/packing.h"

namespace alcove::backends::cpu {

// Columns of an output are divided in units of two of the kernels' row groups, which tile kernels
// multiply together, so that an element-wise step can follow the matmul that made its input.
inline constexpr std::int64_t kUnitGroups = 2;
inline constexpr std::int64_t kUnitColumns = kUnitGroups * std::int64_t(kernels::cpu::kGroupRows);

[[nodiscard]] inline std::int64_t columnUnits(std::int64_t columns) {
  return (columns + kUnitColumns - 1) / kUnitColumns;
}

// The columns of these units, of `columns` in all.
[[nodiscard]] inline Range columnsOf(std::int64_t columns, Range units) {
  return {std::min(columns, units.begin * kUnitColumns),
          std::min(columns, units.end * kUnitColumns)};
}

// The row groups of these units, of a matrix whose rows are `columns` outputs.
[[nodiscard]] inline Range groupsOf(std::int64_t columns, Range units) {
  const auto groups = std::int64_t(kernels::cpu::groupCount(std::size_t(columns)));
  return {std::min(groups, units.begin * kUnitGroups), std::min(groups, units.end * kUnitGroups)};
}

// Units of a matmul that run together at least: of a wide batch, each unit goes through all inputs,
// which then stay in the cache for the next.
[[nodiscard]] inline std::int64_t leastUnitsFor(std::int64_t tokens) {
  constexpr std::int64_t kWideTokens = 32;
  return tokens < kWideTokens ? 1 : 4;
}

}  // namespace alcove::backends::cpu
