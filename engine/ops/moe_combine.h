// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// moe_combine(x [tokens × used, width], routes [tokens, 2 × used]) = [tokens, width]: for each
// token the sum of its experts' rows, each times its weight.
extern const Op kMoeCombine;

}  // namespace alcove::ops
