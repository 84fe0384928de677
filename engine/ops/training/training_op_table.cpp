// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/training_op_table.h"

#include "ops/training/adapted_norm.h"
#include "ops/training/cross_entropy.h"
#include "ops/training/rescale_columns.h"
#include "ops/training/slice_columns.h"
#include "ops/training/sum_rows.h"

namespace alcove::ops {

std::span<const Op* const> trainingOpTable() {
  static constexpr const Op* kTable[] = {
      &kAdaptedNorm, &kCrossEntropy, &kRescaleColumns, &kSliceColumns, &kSumRows,
  };
  return kTable;
}

}  // namespace alcove::ops
