// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/sums.h"

namespace alcove::kernels::cuda {

// What cpu/rotation.h does with 32 values, one in each lane of a warp, to the last bit.
static __device__ inline float rotateInWarp(float value) {
  const int lane = threadIdx.x % kLanes;
#pragma unroll
  for (int half = kLanes / 2; half > 0; half /= 2) {
    const float other = __shfl_xor_sync(kAllLanes, value, half);
    value = (lane & half) == 0 ? __fadd_rn(value, other) : __fadd_rn(other, -value);
  }
  return __fmul_rn(value, 0.176776695296636881f);
}

}  // namespace alcove::kernels::cuda
