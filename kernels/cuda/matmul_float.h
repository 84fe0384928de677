// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/matmul.h"
#include "cuda/status.h"

namespace alcove::kernels::cuda {

// For matrices of F32, F16 and BF16; private to the module.
Status multiplyFloats(const MatmulArgs& args, Stream stream);
Status multiplyFloatExperts(const MoeMatmulArgs& args, Stream stream);

}  // namespace alcove::kernels::cuda
