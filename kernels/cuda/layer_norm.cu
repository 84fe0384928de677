// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/layer_norm.h"

#include "cuda/launch.h"
#include "cuda/sums.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kThreads = 256;

// A block: a row.
__global__ void layerNorm(LayerNormArgs a) {
  __shared__ float partial[kThreads / kLanes];
  const float* const x = a.x + std::size_t(blockIdx.x) * a.width;
  float* const y = a.y + std::size_t(blockIdx.x) * a.width;
  float sum = 0;
  for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads) sum += x[i];
  const float mean = sumOfBlock<kThreads>(sum, partial) / float(a.width);
  float squares = 0;
  for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads)
    squares += (x[i] - mean) * (x[i] - mean);
  const float factor = rsqrtf(sumOfBlock<kThreads>(squares, partial) / float(a.width) + a.epsilon);
  for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads)
    y[i] = (x[i] - mean) * factor * a.weight[i] + (a.bias == nullptr ? 0.0f : a.bias[i]);
}

}  // namespace

Status launchLayerNorm(const LayerNormArgs& args, Stream stream) {
  return launch(layerNorm, dim3(args.rows), dim3(kThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
