// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cuda/plan.h"

namespace alcove::backends::cuda {

// Of the node's inputs 0 and 1, x and a weight of `rows` rows; what packed weights want of x is
// queued first.
[[nodiscard]] kernels::cuda::MatmulArgs matmulArgs(Plan& plan, std::uint32_t rows, float* bias);

}  // namespace alcove::backends::cuda
