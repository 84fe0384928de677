// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/soft_cap.h"

#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void softCap(const SoftCapArgs& args) {
  const F32 cap = splat(args.cap);
  const auto capped = [&](F32 x) { return mul(cap, hyperbolicTangent(div(x, cap))); };
  std::size_t i = args.begin;
  for (; i + kLanes <= args.end; i += kLanes) store(args.output + i, capped(load(args.input + i)));
  if (i < args.end) {
    const std::size_t left = args.end - i;
    storePartial(args.output + i, capped(loadPartial(args.input + i, left)), left);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
