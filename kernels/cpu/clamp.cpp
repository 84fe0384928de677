// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/clamp.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void clamp(const ClampArgs& args) {
  for (std::size_t i = args.begin; i < args.end; ++i) {
    const float value = args.input[i];
    const float low = value < args.low ? args.low : value;
    args.output[i] = low > args.high ? args.high : low;
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
