// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/activation_steps.h"
#include "cpu/matmul_wide.h"
#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kParts = kSubColumns / kLanes;

void quantizeBlock(const float* from, WideBlock& to) {
  F32 values[kParts];
  for (std::size_t i = 0; i < kParts; ++i) values[i] = load(from + i * kLanes);
  const Steps steps = stepsFor(values, float(kWideLargest));
  const F32 inverse = splat(steps.inverse);
  I32 halves[2] = {splatInt(0), splatInt(0)};
  for (std::size_t i = 0; i < kParts; ++i) {
    const I32 rounded = roundToInt(mul(values[i], inverse));
    storeAlternating(to.values + i * kLanes, rounded);
    halves[i * 2 / kParts] = addInt(halves[i * 2 / kParts], rounded);
  }
  to.scale = steps.scale;
  to.firstSum = to.scale * float(sumLanesInt(halves[0]));
  to.secondSum = to.scale * float(sumLanesInt(halves[1]));
  to.sum = to.firstSum + to.secondSum;
}

}  // namespace

void quantizeWide(const QuantizeArgs& args) {
  const std::size_t blocks = args.columns / kSubColumns;
  auto* const to = reinterpret_cast<WideBlock*>(args.activations);
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const float* from = args.input + token * args.inputStride;
    for (std::size_t block = 0; block < blocks; ++block) {
      quantizeBlock(from + block * kSubColumns,
                    to[wideBlockIndex(token, block, args.tokens, blocks)]);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
