// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// select_rows(x [tokens, width]) = the rows of the batch's outputs, [outputs, width]: only these
// go on to the vocabulary.
extern const Op kSelectRows;

// (dy [outputs, width]) → dx [tokens, width]: zero in all other rows.
extern const Op kSelectRowsGradient;

}  // namespace alcove::ops
