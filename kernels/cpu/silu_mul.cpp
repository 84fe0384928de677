// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/silu_mul.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

ALCOVE_INLINE F32 siluTimes(F32 gate, F32 up) {
  const F32 e = exponential(sub(splat(0), gate));
  return mul(div(gate, add(splat(1), e)), up);
}

}  // namespace

void siluMul(const SiluMulArgs& args) {
  std::size_t i = args.begin;
  for (; i + kLanes <= args.end; i += kLanes) {
    store(args.output + i, siluTimes(load(args.gate + i), load(args.up + i)));
  }
  if (i < args.end) {
    const std::size_t left = args.end - i;
    const F32 gate = loadPartial(args.gate + i, left);
    storePartial(args.output + i, siluTimes(gate, loadPartial(args.up + i, left)), left);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
