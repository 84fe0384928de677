// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/prefetch.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

constexpr std::size_t kLineBytes = 128;

__device__ inline void prefetchLine(const std::uint8_t* line) {
#ifdef __CUDACC__
  asm volatile("prefetch.global.L2 [%0];" ::"l"(line));
#else
  (void)*static_cast<const volatile std::uint8_t*>(line);  // has to be there
#endif
}

// A thread: a line.
__global__ void prefetch(PrefetchArgs a) {
  const auto lines = std::uint32_t((a.bytes + kLineBytes - 1) / kLineBytes);
  for (std::uint32_t i = firstElement(); i < lines; i += elementStep())
    prefetchLine(a.memory + i * kLineBytes);
}

}  // namespace

Status launchPrefetch(const PrefetchArgs& args, Stream stream) {
  return launchElements(prefetch, std::uint32_t((args.bytes + kLineBytes - 1) / kLineBytes), stream,
                        args);
}

}  // namespace alcove::kernels::cuda
