// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/moe_router.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

float rankOf(float score) { return score == score ? score : -__builtin_inff(); }

// The best expert after `previous`, in the order of falling scores and rising numbers; the best of
// all if `previous` is none.
std::size_t nextBest(const float* scores, std::size_t experts, std::size_t previous) {
  const bool first = previous == experts;
  const float bound = first ? 0 : rankOf(scores[previous]);
  std::size_t best = experts;
  float bestRank = 0;
  for (std::size_t e = 0; e < experts; ++e) {
    const float rank = rankOf(scores[e]);
    const bool open = first || rank < bound || (rank == bound && e > previous);
    if (open && (best == experts || rank > bestRank)) {
      best = e;
      bestRank = rank;
    }
  }
  return best;
}

float sumOfExponentials(const float* scores, std::size_t experts, float largest) {
  F32 sum = splat(0);
  std::size_t e = 0;
  for (; e + kLanes <= experts; e += kLanes) {
    sum = add(sum, exponential(sub(load(scores + e), splat(largest))));
  }
  float total = sumLanes(sum);
  for (; e < experts; ++e) {
    float value[kLanes];
    store(value, exponential(splat(scores[e] - largest)));
    total += value[0];
  }
  return total;
}

float weightOf(float score, float largest, RouterScoring scoring) {
  float value[kLanes];
  if (scoring == RouterScoring::Softmax) {
    store(value, exponential(splat(score - largest)));
  } else {
    store(value, div(splat(1), add(splat(1), exponential(splat(-score)))));
  }
  return value[0];
}

}  // namespace

void moeRouter(const MoeRouterArgs& args) {
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const float* scores = args.scores + token * args.experts;
    float* numbers = args.routes + token * 2 * args.used;
    float* weights = numbers + args.used;
    std::size_t expert = args.experts;
    float largest = 0, sum = 0;
    for (std::size_t i = 0; i < args.used; ++i) {
      expert = nextBest(scores, args.experts, expert);
      if (i == 0) largest = scores[expert];
      numbers[i] = float(expert);
      weights[i] = weightOf(scores[expert], largest, args.scoring);
      sum += weights[i];
    }
    float factor = args.scale;
    if (args.renormalize) {
      factor = sum > 0 ? args.scale / sum : 0;
    } else if (args.scoring == RouterScoring::Softmax) {
      factor = args.scale / sumOfExponentials(scores, args.experts, largest);
    }
    for (std::size_t i = 0; i < args.used; ++i) weights[i] *= factor;
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
