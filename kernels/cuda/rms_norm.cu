// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/rms_norm.h"

#include "cuda/launch.h"
#include "cuda/sums.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kThreads = 256;

// A block: a group.
__global__ void rmsNorm(RmsNormArgs a) {
  __shared__ float partial[kThreads / kLanes];
  const float* const x = a.x + std::size_t(blockIdx.x) * a.width;
  float* const y = a.y + std::size_t(blockIdx.x) * a.width;
  float squares = 0;
  for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads) squares += x[i] * x[i];
  const float factor = rsqrtf(sumOfBlock<kThreads>(squares, partial) / float(a.width) + a.epsilon);
  for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads)
    y[i] = x[i] * factor * a.weight[i];
}

}  // namespace

Status launchRmsNorm(const RmsNormArgs& args, Stream stream) {
  return launch(rmsNorm, dim3(args.groups), dim3(kThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
