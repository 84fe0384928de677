// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rms_norm.h"

#include "cpu/row_sums.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void rmsNorm(const RmsNormArgs& args) {
  for (std::size_t row = args.rowBegin; row < args.rowEnd; ++row) {
    const float* input = args.input + row * args.inputStride;
    float* output = args.output + row * args.outputStride;
    const double mean = sumOfSquares(input, args.columns, 0) / double(args.columns);
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
