// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <cuda_runtime.h>

// Sums and maxima over the threads of a warp and of a block.

namespace alcove::kernels::cuda {

inline constexpr unsigned kAllLanes = 0xffffffffu;
inline constexpr int kLanes = 32;

static __device__ inline float sumOfWarp(float value) {
#pragma unroll
  for (int step = kLanes / 2; step > 0; step /= 2) value += __shfl_xor_sync(kAllLanes, value, step);
  return value;
}

static __device__ inline float largestOfWarp(float value) {
#pragma unroll
  for (int step = kLanes / 2; step > 0; step /= 2)
    value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, step));
  return value;
}

// Over kThreads threads, all of them; each gets the sum. `partial` is shared memory of the caller.
template <int kThreads>
static __device__ inline float sumOfBlock(float value, float (&partial)[kThreads / kLanes]) {
  value = sumOfWarp(value);
  if (threadIdx.x % kLanes == 0) partial[threadIdx.x / kLanes] = value;
  __syncthreads();
  float sum = 0;
#pragma unroll
  for (int i = 0; i < kThreads / kLanes; ++i) sum += partial[i];
  __syncthreads();
  return sum;
}

}  // namespace alcove::kernels::cuda
