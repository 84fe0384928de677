// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/matmul.h"
#include "cuda/status.h"

// What a packed type's matrix is multiplied with; private to the module. Each type has a file of
// its own in the build, made of matmul_packed.cu.in.

namespace alcove::kernels::cuda {

template <cpu::ValueType kType>
Status multiplyPacked(const MatmulArgs& args, Stream stream);
template <cpu::ValueType kType>
Status multiplyPackedExperts(const MoeMatmulArgs& args, Stream stream);

}  // namespace alcove::kernels::cuda
