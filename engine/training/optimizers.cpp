// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "training/optimizer.h"

namespace alcove::training {

// Each in a file of its name.
std::unique_ptr<Optimizer> createAdamw(const OptimizerOptions& options);
std::unique_ptr<Optimizer> createAdamw8(const OptimizerOptions& options);

std::span<const OptimizerRow> optimizerTable() {
  static constexpr OptimizerRow kTable[] = {
      {"adamw", createAdamw},
      {"adamw8", createAdamw8},
  };
  return kTable;
}

std::unique_ptr<Optimizer> createOptimizer(std::string_view name, const OptimizerOptions& options) {
  std::string known;
  for (const OptimizerRow& row : optimizerTable()) {
    if (row.name == name) return row.create(options);
    known += known.empty() ? row.name : fmt::format(", {}", row.name);
  }
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("There is no optimiser '{}'; there are {}.", name, known));
}

}  // namespace alcove::training
