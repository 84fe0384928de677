// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// Ops that no architecture uses and training adds, in alphabetical order: the loss, adapters, and
// what several gradients share. Their files are beside this one.
[[nodiscard]] std::span<const Op* const> trainingOpTable();

}  // namespace alcove::ops
