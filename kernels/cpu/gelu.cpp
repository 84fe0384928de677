// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/gelu.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// x Φ(x). Neither side cancels: below zero, Φ is the small half of erfc itself.
ALCOVE_INLINE F32 exactly(F32 x) {
  constexpr float kRootHalf = 0.707106781f;
  const F32 tail = halfErrorComplement(mul(absolute(x), splat(kRootHalf)));
  return mul(x, selectLess(x, splat(0), tail, sub(splat(1), tail)));
}

// x · (1 + tanh(u)) / 2 = x / (1 + exp(-2u)), with -2u = x · (a + b x²).
ALCOVE_INLINE F32 throughTanh(F32 x) {
  constexpr float kA = -1.59576912f, kB = -0.0713548163f;  // -√(8/π), and 0.044715 of it
  const F32 e = exponential(mul(x, fma(mul(x, x), splat(kB), splat(kA))));
  return div(x, add(splat(1), e));
}

template <F32 (*kGelu)(F32)>
ALCOVE_INLINE void forAll(const GeluArgs& args) {
  std::size_t i = args.begin;
  for (; i + kLanes <= args.end; i += kLanes) {
    const F32 y = kGelu(load(args.input + i));
    store(args.output + i, args.up ? mul(y, load(args.up + i)) : y);
  }
  if (i < args.end) {
    const std::size_t left = args.end - i;
    const F32 y = kGelu(loadPartial(args.input + i, left));
    storePartial(args.output + i, args.up ? mul(y, loadPartial(args.up + i, left)) : y, left);
  }
}

}  // namespace

void gelu(const GeluArgs& args) { forAll<exactly>(args); }

void geluTanh(const GeluArgs& args) { forAll<throughTanh>(args); }

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
