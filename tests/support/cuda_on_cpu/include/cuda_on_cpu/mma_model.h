// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_on_cpu/threads.h>

#include <cstdint>

// The products of kernels/cuda/mma.h in plain C++: all lanes of the warp meet, and the matrices are
// put together out of their registers.

namespace alcove::kernels::cuda {

void multiplyBytes32(int (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1);
void multiplyBytes16(int (&d)[4], std::uint32_t a0, std::uint32_t a1, std::uint32_t b);
void multiplyHalves(float (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1);
std::uint32_t subtractHalves(std::uint32_t a, std::uint32_t b);

}  // namespace alcove::kernels::cuda
