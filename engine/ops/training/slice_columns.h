// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// slice_columns(x [rows, columns]) = columns first … first + count - 1 of it: takes apart what one
// op computed together.
struct SliceColumnsAttributes {
  std::int64_t first = 0;
  std::int64_t count = 0;
};
extern const Op kSliceColumns;

}  // namespace alcove::ops
