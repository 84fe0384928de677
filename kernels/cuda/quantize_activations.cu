// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/activations.h"
#include "cuda/launch.h"
#include "cuda/sums.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kLanesOfBlock = 8;  // four columns each
constexpr float kMost = 127 * 256;
constexpr float kLeast = 1e-30f;  // below, kMost over it is no float; counts as zero

__device__ inline float sumOfHalf(float value) {
  value += __shfl_xor_sync(kAllLanes, value, 1);
  return value + __shfl_xor_sync(kAllLanes, value, 2);
}

// Eight lanes: a block of 32 columns.
__global__ void quantizeActivations(QuantizeActivationsArgs a) {
  const std::uint32_t index = (blockIdx.x * kThreads + threadIdx.x) / kLanesOfBlock;
  const std::uint32_t word = threadIdx.x % kLanesOfBlock;
  const std::uint32_t block = index < a.blocks ? index : a.blocks - 1;
  const float4 x = reinterpret_cast<const float4*>(a.x)[std::size_t(block) * kLanesOfBlock + word];
  float largest = fmaxf(fmaxf(fabsf(x.x), fabsf(x.y)), fmaxf(fabsf(x.z), fabsf(x.w)));
#pragma unroll
  for (int step = 1; step < kLanesOfBlock; step *= 2)
    largest = fmaxf(largest, __shfl_xor_sync(kAllLanes, largest, step));
  const float inverse = largest > kLeast ? kMost / largest : 0.0f;
  const float scale = largest > kLeast ? largest / kMost : 0.0f;
  const float values[4] = {x.x, x.y, x.z, x.w};
  std::uint32_t upper = 0, lower = 0;
  int sum = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const int integer = __float2int_rn(values[i] * inverse);
    const int high = (integer + 128) >> 8;
    upper |= std::uint32_t(high & 255) << (8 * i);
    lower |= std::uint32_t((integer - high * 256) & 255) << (8 * i);
    sum += integer;
  }
  const float half = sumOfHalf(scale * float(sum));
  const float other = __shfl_xor_sync(kAllLanes, half, 4);
  if (index >= a.blocks) return;
  auto* const words = reinterpret_cast<uint2*>(a.words + std::size_t(block) * kWordsOfBlock);
  words[word % 4 * 2 + word / 4] = make_uint2(upper, lower);
  if (word == 0) a.scales[block] = {scale, half, other, half + other};
}

}  // namespace

Status launchQuantizeActivations(const QuantizeActivationsArgs& args, Stream stream) {
  constexpr std::uint32_t kBlocks = kThreads / kLanesOfBlock;
  return launch(quantizeActivations, dim3((args.blocks + kBlocks - 1) / kBlocks), dim3(kThreads),
                stream, args);
}

}  // namespace alcove::kernels::cuda
