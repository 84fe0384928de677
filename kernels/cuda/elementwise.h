// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "cuda/launch.h"

// What kernels that work element by element share: one thread for each, and a loop where there are
// more elements than a grid has threads.

namespace alcove::kernels::cuda {

inline constexpr std::uint32_t kElementThreads = 256;

static __device__ inline std::uint32_t firstElement() {
  return blockIdx.x * kElementThreads + threadIdx.x;
}
static __device__ inline std::uint32_t elementStep() { return gridDim.x * kElementThreads; }

static __device__ inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

// `times`: as blockIdx.y.
template <class Args>
Status launchElements(void (*kernel)(Args), std::uint32_t elements, Stream stream, const Args& args,
                      std::uint32_t times = 1) {
  constexpr std::uint32_t kMostBlocks = 1u << 16;
  const std::uint32_t blocks = (elements + kElementThreads - 1) / kElementThreads;
  return launch(kernel, dim3(blocks < kMostBlocks ? (blocks > 0 ? blocks : 1) : kMostBlocks, times),
                dim3(kElementThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
