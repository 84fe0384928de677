// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/scale.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

void scaleElements(const ScaleArgs& args) {
  for (std::size_t i = args.begin; i < args.end; ++i) args.output[i] = args.factor * args.input[i];
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
