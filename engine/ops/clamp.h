// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// clamp(x) = min(max(x, low), high), element by element. Either bound may be infinite.
struct ClampAttributes {
  float low = 0;
  float high = 0;
};
extern const Op kClamp;

// (dy, x) → dx: dy where x is within the bounds.
extern const Op kClampGradient;

}  // namespace alcove::ops
