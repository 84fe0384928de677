// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/sigmoid_mul.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void sigmoidMul(const SigmoidMulArgs& args) {
  float factor[kLanes];
  store(factor, div(splat(1), add(splat(1), exponential(splat(-args.gate)))));
  for (std::size_t i = args.begin; i < args.end; ++i) args.output[i] = args.input[i] * factor[0];
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
