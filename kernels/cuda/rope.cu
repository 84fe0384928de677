// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/rope.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

struct Turn {
  float cosine;
  float sine;
};

// The angle is brought to a quarter turn with π/2 in three parts, and series do the rest: the run
// time's own functions keep a slow path in local memory.
__device__ inline Turn turnOf(float angle) {
  const float turns = rintf(angle * 0.636619772f);
  float rest = fmaf(-turns, 1.57079637050628662109375f, angle);
  rest = fmaf(-turns, -4.37113900018624283e-8f, rest);
  rest = fmaf(-turns, 1.71512449944288413e-15f, rest);
  const float square = rest * rest;
  const float sine =
      rest * (1.0f + square * (-1.0f / 6 +
                               square * (1.0f / 120 + square * (-1.0f / 5040 + square / 362880))));
  const float cosine =
      1.0f + square * (-0.5f + square * (1.0f / 24 + square * (-1.0f / 720 + square / 40320)));
  const int quarter = int(turns) & 3;
  const float first = quarter % 2 == 0 ? cosine : sine, second = quarter % 2 == 0 ? sine : cosine;
  return {quarter == 1 || quarter == 2 ? -first : first, quarter >= 2 ? -second : second};
}

// A thread: a pair of a head, or a value that passes unchanged.
__global__ void rope(RopeArgs a) {
  const std::uint32_t pairs = a.ropeDim / 2, items = pairs + a.headDim - a.ropeDim;
  const bool other = blockIdx.y == 1;
  const std::uint32_t heads = other ? a.otherHeads : a.heads, count = a.tokenCount * heads * items;
  const float* const x = other ? a.otherX : a.x;
  float* const y = other ? a.otherY : a.y;
  for (std::uint32_t i = firstElement(); i < count; i += elementStep()) {
    const std::uint32_t item = i % items, head = i / items * a.headDim;
    if (item >= pairs) {
      const std::uint32_t at = head + a.ropeDim + item - pairs;
      y[at] = x[at];
      continue;
    }
    const Token token = a.tokens[i / items / heads];
    const bool isLong = a.longFrequencies != nullptr && token.sequence > a.switchTokens;
    // Rounded as in the frameworks that models are trained with.
    const float angle =
        __fmul_rn(float(token.position), isLong ? a.longFrequencies[item] : a.frequencies[item]);
    const Turn turn = turnOf(angle);
    const float cosine = turn.cosine * a.magnitude, sine = turn.sine * a.magnitude;
    const std::uint32_t first = head + (a.interleaved ? 2 * item : item);
    const std::uint32_t second = a.interleaved ? first + 1 : first + pairs;
    const float x0 = x[first], x1 = x[second];
    y[first] = x0 * cosine - x1 * sine;
    y[second] = x0 * sine + x1 * cosine;
  }
}

}  // namespace

Status launchRope(const RopeArgs& args, Stream stream) {
  const std::uint32_t items = args.headDim - args.ropeDim / 2;
  return launchElements(rope, args.tokenCount * args.heads * items, stream, args,
                        args.otherX == nullptr ? 1 : 2);
}

}  // namespace alcove::kernels::cuda
