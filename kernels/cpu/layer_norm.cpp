// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/layer_norm.h"

#include "cpu/row_sums.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void layerNorm(const LayerNormArgs& args) {
  for (std::size_t row = args.rowBegin; row < args.rowEnd; ++row) {
    const float* input = args.input + row * args.columns;
    float* output = args.output + row * args.columns;
    const float mean = float(sumOf(input, args.columns) / double(args.columns));
    const double variance = sumOfSquares(input, args.columns, mean) / double(args.columns);
    const F32 centre = splat(mean);
    const F32 scale = splat(float(1.0 / __builtin_sqrt(variance + double(args.epsilon))));
    const auto normed = [&](F32 x, F32 weight, F32 bias) {
      return fma(mul(sub(x, centre), scale), weight, bias);
    };
    std::size_t i = 0;
    for (; i + kLanes <= args.columns; i += kLanes) {
      const F32 bias = args.bias ? load(args.bias + i) : splat(0);
      store(output + i, normed(load(input + i), load(args.weight + i), bias));
    }
    if (i < args.columns) {
      const std::size_t left = args.columns - i;
      const F32 bias = args.bias ? loadPartial(args.bias + i, left) : splat(0);
      const F32 weight = loadPartial(args.weight + i, left);
      storePartial(output + i, normed(loadPartial(input + i, left), weight, bias), left);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
