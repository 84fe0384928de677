// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rms_norm_gradient.h"

#include "cpu/row_sums.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Σ flow × weight × input. In double precision after every run of sums.
double weightedProduct(const float* flow, const float* weight, const float* input,
                       std::size_t columns) {
  double total = 0;
  for (std::size_t begin = 0; begin < columns; begin += kRun) {
    const std::size_t end = columns - begin < kRun ? columns : begin + kRun;
    F32 sum = splat(0);
    std::size_t i = begin;
    for (; i + kLanes <= end; i += kLanes)
      sum = fma(mul(load(flow + i), load(weight + i)), load(input + i), sum);
    if (i < end) {
      const std::size_t left = end - i;
      sum = fma(mul(loadPartial(flow + i, left), loadPartial(weight + i, left)),
                loadPartial(input + i, left), sum);
    }
    total += double(sumLanes(sum));
  }
  return total;
}

}  // namespace

void rmsNormGradient(const RmsNormGradientArgs& args) {
  for (std::size_t row = args.rowBegin; row < args.rowEnd; ++row) {
    const float* input = args.input + row * args.columns;
    const float* flow = args.flow + row * args.columns;
    float* output = args.output + row * args.columns;
    const double mean = sumOfSquares(input, args.columns, 0) / double(args.columns);
    const double scale = 1.0 / __builtin_sqrt(mean + double(args.epsilon));
    const double product = weightedProduct(flow, args.weight, input, args.columns);
    const F32 factor = splat(float(scale));
    const F32 pull = splat(float(-product * scale * scale * scale / double(args.columns)));
    std::size_t i = 0;
    for (; i + kLanes <= args.columns; i += kLanes) {
      const F32 straight = mul(mul(load(flow + i), load(args.weight + i)), factor);
      store(output + i, fma(load(input + i), pull, straight));
    }
    if (i == args.columns) continue;
    const std::size_t left = args.columns - i;
    const F32 straight =
        mul(mul(loadPartial(flow + i, left), loadPartial(args.weight + i, left)), factor);
    storePartial(output + i, fma(loadPartial(input + i, left), pull, straight), left);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
