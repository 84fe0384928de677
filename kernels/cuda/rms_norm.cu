// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/rms_norm.h"

#include "cuda/launch.h"
#include "cuda/quantize.h"
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
  if (a.words == nullptr) {
    for (std::uint32_t i = threadIdx.x; i < a.width; i += kThreads)
      y[i] = x[i] * factor * a.weight[i];
    return;
  }
  const std::uint32_t fours = a.width / 4;
  for (std::uint32_t i = threadIdx.x; i < (fours + kLanes - 1) / kLanes * kLanes; i += kThreads) {
    const bool valid = i < fours;
    float4 result{};
    if (valid) {
      const float4 from = reinterpret_cast<const float4*>(x)[i];
      const float4 by = reinterpret_cast<const float4*>(a.weight)[i];
      result = make_float4(from.x * factor * by.x, from.y * factor * by.y, from.z * factor * by.z,
                           from.w * factor * by.w);
      reinterpret_cast<float4*>(y)[i] = result;
    }
    const std::size_t block = std::size_t(blockIdx.x) * (fours / kLanesOfBlock) + i / kLanesOfBlock;
    quantizeFour(result, block, valid, a.words, a.scales);
  }
}

}  // namespace

Status launchRmsNorm(const RmsNormArgs& args, Stream stream) {
  return launch(rmsNorm, dim3(args.groups), dim3(kThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
