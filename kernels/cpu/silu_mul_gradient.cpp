// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/silu_mul_gradient.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

ALCOVE_INLINE F32 slopeTimes(F32 gate, F32 factor) {
  const F32 one = splat(1);
  const F32 sigmoid = div(one, add(one, exponential(sub(splat(0), gate))));
  return mul(mul(factor, sigmoid), fma(gate, sub(one, sigmoid), one));
}

}  // namespace

void siluMulGradient(const SiluMulGradientArgs& args) {
  std::size_t i = args.begin;
  for (; i + kLanes <= args.end; i += kLanes) {
    const F32 factor = mul(load(args.flow + i), load(args.up + i));
    store(args.output + i, slopeTimes(load(args.gate + i), factor));
  }
  if (i == args.end) return;
  const std::size_t left = args.end - i;
  const F32 factor = mul(loadPartial(args.flow + i, left), loadPartial(args.up + i, left));
  storePartial(args.output + i, slopeTimes(loadPartial(args.gate + i, left), factor), left);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
