// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/activations.h"
#include "cuda/sums.h"

// How activations become integers, for every kernel that makes some. Eight lanes that follow each
// other take a block of 32 columns, four each; all lanes of their warp take part.

namespace alcove::kernels::cuda {

inline constexpr int kLanesOfBlock = 8;

// `valid`: whether there is such a block; nothing is written otherwise.
static __device__ inline void quantizeFour(const float4& x, std::size_t block, bool valid,
                                           ActivationWords* words, ActivationScale* scales) {
  constexpr float kMost = 127 * 256;
  constexpr float kLeast = 1e-30f;  // below, kMost over it is no float; counts as zero
  const std::uint32_t word = threadIdx.x % kLanesOfBlock;
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
  float half = scale * float(sum);
  half += __shfl_xor_sync(kAllLanes, half, 1);
  half += __shfl_xor_sync(kAllLanes, half, 2);
  const float other = __shfl_xor_sync(kAllLanes, half, 4);
  if (!valid) return;
  auto* const pairs = reinterpret_cast<uint2*>(words + block * kWordsOfBlock);
  pairs[word % 4 * 2 + word / 4] = make_uint2(upper, lower);
  if (word == 0) scales[block] = {scale, half, other, half + other};
}

}  // namespace alcove::kernels::cuda
