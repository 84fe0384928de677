// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rope.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

void turnPair(float& a, float& b, float cosine, float sine) {
  const float first = a * cosine - b * sine;
  b = a * sine + b * cosine;
  a = first;
}

void turnHalves(float* head, const float* cosines, const float* sines, std::size_t half) {
  std::size_t i = 0;
  for (; i + kLanes <= half; i += kLanes) {
    const F32 a = load(head + i), b = load(head + half + i);
    const F32 cosine = load(cosines + i), sine = load(sines + i);
    store(head + i, sub(mul(a, cosine), mul(b, sine)));
    store(head + half + i, fma(a, sine, mul(b, cosine)));
  }
  for (; i < half; ++i) turnPair(head[i], head[half + i], cosines[i], sines[i]);
}

void turnNeighbours(float* head, const float* cosines, const float* sines, std::size_t half) {
  std::size_t i = 0;
  for (; i + kLanes / 2 <= half; i += kLanes / 2) {
    const F32 v = load(head + 2 * i);
    const F32 crossed = mul(swapPairs(v), loadTwice(sines + i));
    store(head + 2 * i, fmaAddSub(v, loadTwice(cosines + i), crossed));
  }
  for (; i < half; ++i) turnPair(head[2 * i], head[2 * i + 1], cosines[i], sines[i]);
}

}  // namespace

void rope(const RopeArgs& args) {
  const std::size_t half = args.ropeDim / 2;
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const float* cosines = args.cosines + args.positions[token] * half;
    const float* sines = args.sines + args.positions[token] * half;
    float* values = args.values + token * args.tokenStride;
    for (std::size_t head = 0; head < args.heads; ++head, values += args.headDim) {
      if (args.pairing == RopePairing::Interleaved) {
        turnNeighbours(values, cosines, sines, half);
      } else {
        turnHalves(values, cosines, sines, half);
      }
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
