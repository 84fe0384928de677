// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/activation_steps.h"
#include "cpu/matmul.h"
#include "cpu/matmul_bytes.h"
#include "cpu/packed_layout.h"
#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Writes one term of the values and takes it away from them. The scale makes the largest value
// ±127, so that -128 never occurs: dotWide relies on that.
ALCOVE_INLINE void quantizeTerm(BlockValues& values, ActivationBlock& to) {
  const Steps steps = stepsFor(values, 127);
  BlockIntegers integers;
  roundBlock(values, steps, integers);
  const F32 minusScale = splat(-steps.scale);
  for (std::size_t i = 0; i < kBlockVectors; ++i) {
    storeBytes(to.values + i * kLanes, integers[i]);
    values[i] = fma(toFloat(integers[i]), minusScale, values[i]);
  }
  const HalfSums sums = sumHalves(integers);
  const std::int32_t all = sums.first + sums.second;
  to.scale = steps.scale;
  to.sum = to.scale * float(all);
  to.minus8Sum = -8 * all;
  to.minus8SumHalf = -8 * sums.first;
}

void quantizeBlock(const float* from, ActivationBlock* terms) {
  BlockValues values;
  loadBlock(from, values);
  for (std::size_t term = 0; term < kTerms; ++term) quantizeTerm(values, terms[term]);
}

}  // namespace

ActivationForm activationForm(ValueType weights, std::size_t tokens, bool batchInvariant) {
  if (batchInvariant) return ActivationForm::Terms;
  if (kMultipliesBytes && tokens >= kByteTokens && meetsBytes(weights))
    return ActivationForm::Bytes;
  return kMultipliesShorts && tokens >= kWideTokens ? ActivationForm::Shorts
                                                    : ActivationForm::Terms;
}

void quantizeActivations(const QuantizeArgs& args) {
  [[maybe_unused]] const ActivationForm form =
      activationForm(args.weights, args.tokens, args.batchInvariant);
  if constexpr (kMultipliesShorts) {
    if (form == ActivationForm::Shorts) return quantizeWide(args);
  }
  if constexpr (kMultipliesBytes) {
    if (form == ActivationForm::Bytes) return quantizeBytes(args);
  }
  const std::size_t blocks = args.columns / kSubColumns;
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const std::size_t tile = token / kTileTokens * kTileTokens;
    const std::size_t left = args.tokens - tile;
    const std::size_t width = left < kTileTokens ? left : kTileTokens;
    auto* to = reinterpret_cast<ActivationBlock*>(args.activations) +
               (tile * blocks + token - tile) * kTerms;
    const float* from = args.input + token * args.inputStride;
    for (std::size_t block = 0; block < blocks; ++block) {
      quantizeBlock(from + block * kSubColumns, to + block * width * kTerms);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
