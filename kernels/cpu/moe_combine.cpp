// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/moe_combine.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void moeCombine(const MoeCombineArgs& args) {
  for (std::size_t token = 0; token < args.tokens; ++token) {
    const float* first = args.input + token * args.used * args.columns;
    const float* weights = args.weights + token * args.weightStride;
    float* output = args.output + token * args.columns;
    for (std::size_t i = args.begin; i < args.end; i += kLanes) {
      const std::size_t left = args.end - i;
      const bool whole = left >= kLanes;
      F32 sum = splat(0);
      for (std::size_t j = 0; j < args.used; ++j) {
        const float* row = first + j * args.columns + i;
        sum = fma(splat(weights[j]), whole ? load(row) : loadPartial(row, left), sum);
      }
      if (whole) {
        store(output + i, sum);
      } else {
        storePartial(output + i, sum, left);
      }
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
