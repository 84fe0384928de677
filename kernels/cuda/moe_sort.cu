// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/moe_sort.h"

#include "cuda/launch.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kThreads = 256;

__device__ inline std::uint32_t expertOf(const MoeSortArgs& a, std::uint32_t pair) {
  return std::uint32_t(a.routes[pair / a.used * 2 * a.used + pair % a.used]);
}

// One block for all: there are few pairs, and fewer experts.
__global__ void moeSort(MoeSortArgs a) {
  for (std::uint32_t e = threadIdx.x; e < a.experts; e += kThreads) a.cursors[e] = 0;
  __syncthreads();
  for (std::uint32_t p = threadIdx.x; p < a.pairs; p += kThreads)
    atomicAdd(a.cursors + expertOf(a, p), 1u);
  __syncthreads();
  if (threadIdx.x == 0) {
    std::uint32_t begin = 0;
    for (std::uint32_t e = 0; e < a.experts; ++e) {
      a.begins[e] = begin;
      begin += a.cursors[e];
      a.cursors[e] = a.begins[e];
    }
    a.begins[a.experts] = begin;
  }
  __syncthreads();
  for (std::uint32_t p = threadIdx.x; p < a.pairs; p += kThreads)
    a.order[atomicAdd(a.cursors + expertOf(a, p), 1u)] = p;
}

}  // namespace

Status launchMoeSort(const MoeSortArgs& args, Stream stream) {
  return launch(moeSort, dim3(1), dim3(kThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
