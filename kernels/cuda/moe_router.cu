// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/moe_router.h"

#include "cuda/launch.h"
#include "cuda/sums.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kWarps = 4;

// What is no number is never preferred to one.
__device__ inline float rankOf(float score) { return isnan(score) ? -INFINITY : score; }

struct Best {
  float rank;
  int expert;  // -1: none
};

__device__ inline bool isBetter(const Best& a, const Best& b) {
  if (a.expert < 0 || b.expert < 0) return b.expert < 0;
  return a.rank > b.rank || (a.rank == b.rank && a.expert < b.expert);
}

// The next after `last` in the order of falling scores, and of rising numbers among equal ones;
// the same in all lanes.
__device__ inline Best nextBest(const float* scores, int experts, const Best& last) {
  Best best{0, -1};
  for (int e = threadIdx.x % kLanes; e < experts; e += kLanes) {
    const Best candidate{rankOf(scores[e]), e};
    const bool open = last.expert < 0 || isBetter(last, candidate);
    if (open && e != last.expert && isBetter(candidate, best)) best = candidate;
  }
#pragma unroll
  for (int step = kLanes / 2; step > 0; step /= 2) {
    const Best other{__shfl_xor_sync(kAllLanes, best.rank, step),
                     __shfl_xor_sync(kAllLanes, best.expert, step)};
    if (other.expert >= 0 && isBetter(other, best)) best = other;
  }
  return best;
}

// Before any renormalisation.
__device__ inline float weightOf(const MoeRouterArgs& a, float score, float largest, float total) {
  return a.sigmoidScores ? 1.0f / (1.0f + expf(-score)) : expf(score - largest) / total;
}

// A warp: a token.
__global__ void moeRouter(MoeRouterArgs a) {
  const std::uint32_t token = blockIdx.x * kWarps + threadIdx.x / kLanes;
  if (token >= a.tokens) return;
  const int lane = threadIdx.x % kLanes;
  const float* const scores = a.scores + std::size_t(token) * a.experts;
  float largest = -INFINITY, total = 0;
  for (std::uint32_t e = lane; e < a.experts; e += kLanes) largest = fmaxf(largest, scores[e]);
  largest = largestOfWarp(largest);
  for (std::uint32_t e = lane; e < a.experts; e += kLanes) total += expf(scores[e] - largest);
  total = sumOfWarp(total);
  float* const routes = a.routes + std::size_t(token) * 2 * a.used;
  float sum = 0;
  Best chosen{0, -1};
  for (std::uint32_t i = 0; i < a.used; ++i) {
    chosen = nextBest(scores, int(a.experts), chosen);
    const float weight = weightOf(a, scores[chosen.expert], largest, total);
    sum += weight;
    if (lane == 0) {
      routes[i] = float(chosen.expert);
      routes[a.used + i] = weight;
    }
  }
  const float factor = a.scale * (!a.renormalize ? 1.0f : sum > 0 ? 1.0f / sum : 0.0f);
  __syncwarp();
  for (std::uint32_t i = lane; i < a.used; i += kLanes) routes[a.used + i] *= factor;
}

}  // namespace

Status launchMoeRouter(const MoeRouterArgs& args, Stream stream) {
  return launch(moeRouter, dim3((args.tokens + kWarps - 1) / kWarps), dim3(kWarps * kLanes), stream,
                args);
}

}  // namespace alcove::kernels::cuda
