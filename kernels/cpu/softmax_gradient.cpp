// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/softmax_gradient.h"

#include "cpu/row_sums.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Calls use(i, n) for whole vectors and once for what is left.
template <class Use>
ALCOVE_INLINE void forVectors(std::size_t count, const Use& use) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) use(i, kLanes);
  if (i < count) use(i, count - i);
}
ALCOVE_INLINE F32 loadSome(const float* from, std::size_t n) {
  return n == kLanes ? load(from) : loadPartial(from, n);
}
ALCOVE_INLINE void storeSome(float* to, F32 value, std::size_t n) {
  n == kLanes ? store(to, value) : storePartial(to, value, n);
}

float largestOf(const float* values, std::size_t count) {
  float largest = -__builtin_inff();
  std::size_t i = 0;
  if (count >= kLanes) {
    F32 most = load(values);
    for (i = kLanes; i + kLanes <= count; i += kLanes) most = maximum(most, load(values + i));
    largest = maxLanes(most);
  }
  for (; i < count; ++i) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

// Scaled and capped; returns the largest.
float finishScores(const AttentionFlowArgs& args) {
  const F32 scale = splat(args.scale);
  forVectors(args.count, [&](std::size_t i, std::size_t n) {
    F32 score = mul(loadSome(args.scores + i, n), scale);
    if (args.softCap > 0)
      score = mul(hyperbolicTangent(div(score, splat(args.softCap))), splat(args.softCap));
    storeSome(args.scores + i, score, n);
  });
  return largestOf(args.scores, args.count);
}

// How a capped score answers to the product: d/dx of c tanh(x / c) is 1 - (score / c)².
ALCOVE_INLINE F32 slopeOf(const AttentionFlowArgs& args, F32 score) {
  if (args.softCap <= 0) return splat(args.scale);
  const F32 share = div(score, splat(args.softCap));
  return mul(sub(splat(1), mul(share, share)), splat(args.scale));
}

}  // namespace

void softmaxSum(const SoftmaxSumArgs& args) {
  SoftmaxSum& state = *args.state;
  const float largest = largestOf(args.scores, args.count);
  if (largest > state.largest) {
    if (state.sum > 0) state.sum *= __builtin_exp(double(state.largest) - double(largest));
    state.largest = largest;
  }
  F32 sum = splat(0);
  std::size_t i = 0;
  const F32 shift = splat(state.largest);
  for (; i + kLanes <= args.count; i += kLanes)
    sum = add(sum, exponential(sub(load(args.scores + i), shift)));
  state.sum += double(sumLanes(sum));
  for (; i < args.count; ++i)
    state.sum += __builtin_exp(double(args.scores[i]) - double(state.largest));
}

void softmaxShare(const SoftmaxShareArgs& args) {
  const F32 shift = splat(args.logSum), factor = splat(args.factor);
  forVectors(args.count, [&](std::size_t i, std::size_t n) {
    const F32 share = exponential(sub(loadSome(args.scores + i, n), shift));
    storeSome(args.scores + i, mul(share, factor), n);
  });
}

void attentionFlow(const AttentionFlowArgs& args) {
  float largest = finishScores(args);
  if (args.sink && *args.sink > largest) largest = *args.sink;
  const F32 shift = splat(largest);
  double total = args.sink ? __builtin_exp(double(*args.sink) - double(largest)) : 0;
  const double sink = total;
  double mean = 0;
  F32 shares = splat(0), products = splat(0);
  std::size_t i = 0;
  for (; i + kLanes <= args.count; i += kLanes) {
    const F32 share = exponential(sub(load(args.scores + i), shift));
    shares = add(shares, share);
    products = fma(share, load(args.flows + i), products);
  }
  total += double(sumLanes(shares));
  mean += double(sumLanes(products));
  for (; i < args.count; ++i) {
    const double share = __builtin_exp(double(args.scores[i]) - double(largest));
    total += share;
    mean += share * double(args.flows[i]);
  }
  mean /= total;
  const F32 norm = splat(float(1 / total)), centre = splat(float(mean));
  forVectors(args.count, [&](std::size_t at, std::size_t n) {
    const F32 score = loadSome(args.scores + at, n);
    const F32 share = mul(exponential(sub(score, shift)), norm);
    const F32 flow = mul(share, sub(loadSome(args.flows + at, n), centre));
    storeSome(args.flows + at, mul(flow, slopeOf(args, score)), n);
    storeSome(args.scores + at, share, n);
  });
  if (args.sink) *args.sinkFlow = float(-sink / total * mean);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
