// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// sum_rows(x [rows, columns]) = [columns]: each column's sum, the gradient of a bias.
extern const Op kSumRows;

}  // namespace alcove::ops
