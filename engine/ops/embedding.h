// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// embedding(table [vocabulary, width]) = the table's rows of the batch's tokens, [tokens, width]
// in F32. The table may have any block type. Token ids were checked when the batch was bound.
extern const Op kEmbedding;

}  // namespace alcove::ops
