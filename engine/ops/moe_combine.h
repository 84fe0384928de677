// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// moe_combine(x [tokens × used, width], routes [tokens, 2 × used]) = [tokens, width]: for each
// token the sum of its experts' rows, each times its weight.
extern const Op kMoeCombine;

// (dy, routes) → dx [tokens × used, width], and (dy, x, routes) → the gradient of routes: of the
// weights alone, for the choice of an expert has none.
extern const Op kMoeCombineInputGradient;
extern const Op kMoeCombineRoutesGradient;

}  // namespace alcove::ops
