// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/quantize_wide.h"

#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

void quantizeBlock(const BlockValues& values, WideBlock& to) {
  const Steps steps = stepsFor(values, float(kWideLargest));
  BlockIntegers integers;
  roundBlock(values, steps, integers);
  for (std::size_t i = 0; i < kBlockVectors; ++i)
    storeAlternating(to.values + i * kLanes, integers[i]);
  to.scale = steps.scale;
  storeSums(integers, to);
}

}  // namespace

void quantizeWide(const QuantizeArgs& args) { quantizeBlocks<WideBlock>(args, quantizeBlock); }

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
