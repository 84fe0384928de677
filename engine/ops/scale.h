// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// scale(x) = factor · x, element by element, F32.
struct ScaleAttributes {
  float factor = 1;
};
extern const Op kScale;

}  // namespace alcove::ops
