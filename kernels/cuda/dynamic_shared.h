// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime.h>

namespace alcove::kernels::cuda {

// The shared memory whose size the launch says, from a multiple of 16 bytes on.
static __device__ inline float* dynamicShared() {
#ifdef __CUDACC__
  extern __shared__ float4 memory[];
  return reinterpret_cast<float*>(memory);
#else
  return static_cast<float*>(cuda_on_cpu::dynamicShared());
#endif
}

}  // namespace alcove::kernels::cuda
