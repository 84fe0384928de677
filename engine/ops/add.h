// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// add(a, b) = a + b, element by element; both F32 of one shape.
extern const Op kAdd;

}  // namespace alcove::ops
