// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/clamped_swiglu.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

ALCOVE_INLINE F32 gated(const ClampedSwigluArgs& args, F32 gate, F32 up) {
  const F32 limit = splat(args.limit), minusLimit = splat(-args.limit);
  // Selections that keep what is no number, so that it shows.
  const F32 g = selectLess(limit, gate, limit, gate);
  const F32 below = selectLess(limit, up, limit, up);
  const F32 u = selectLess(below, minusLimit, minusLimit, below);
  const F32 e = exponential(mul(g, splat(-args.alpha)));
  return mul(div(g, add(splat(1), e)), add(u, splat(1)));
}

}  // namespace

void clampedSwiglu(const ClampedSwigluArgs& args) {
  std::size_t i = args.begin;
  for (; i + kLanes <= args.end; i += kLanes) {
    store(args.output + i, gated(args, load(args.gate + i), load(args.up + i)));
  }
  if (i < args.end) {
    const std::size_t left = args.end - i;
    const F32 gate = loadPartial(args.gate + i, left);
    storePartial(args.output + i, gated(args, gate, loadPartial(args.up + i, left)), left);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
