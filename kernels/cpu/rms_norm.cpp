// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rms_norm.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Sums runs of this many columns in float, the runs in double: short sums lose little.
constexpr std::size_t kRun = 256;

double sumOfSquares(const float* values, std::size_t columns) {
  double total = 0;
  for (std::size_t begin = 0; begin < columns; begin += kRun) {
    const std::size_t end = columns - begin < kRun ? columns : begin + kRun;
    F32 sum = splat(0);
    std::size_t i = begin;
    for (; i + kLanes <= end; i += kLanes) {
      const F32 v = load(values + i);
      sum = fma(v, v, sum);
    }
    if (i < end) {
      const F32 v = loadPartial(values + i, end - i);
      sum = fma(v, v, sum);
    }
    total += double(sumLanes(sum));
  }
  return total;
}

}  // namespace

void rmsNorm(const RmsNormArgs& args) {
  for (std::size_t row = args.rowBegin; row < args.rowEnd; ++row) {
    const float* input = args.input + row * args.inputStride;
    float* output = args.output + row * args.outputStride;
    const double mean = sumOfSquares(input, args.columns) / double(args.columns);
    const F32 scale = splat(float(1.0 / __builtin_sqrt(mean + double(args.epsilon))));
    std::size_t i = 0;
    for (; i + kLanes <= args.columns; i += kLanes) {
      store(output + i, mul(mul(load(input + i), scale), load(args.weight + i)));
    }
    if (i < args.columns) {
      const std::size_t left = args.columns - i;
      const F32 scaled = mul(loadPartial(input + i, left), scale);
      storePartial(output + i, mul(scaled, loadPartial(args.weight + i, left)), left);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
