// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/peak.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kChains = 8;  // enough to hide the latency of one multiply-add

}  // namespace

// The results are returned so that the work cannot be left out.
std::int64_t multiplyAddPeak(const PeakArgs& args) {
  constexpr std::size_t kPerStep = 2 * kChains * kLanes * 4;  // dotPair: two words of four bytes
  constexpr std::size_t kSteps = kPeakMultiplyAddsPerRound / kPerStep;
  const std::int8_t bytes[] = {1, -2, 3, -4};
  U8 w = splatWord(bytes);
  I32 sums[kChains];
  for (I32& sum : sums) sum = splatInt(0);
  for (std::size_t round = 0; round < args.rounds; ++round) {
    for (std::size_t step = 0; step < kSteps; ++step) {
      for (I32& sum : sums) {
        w = opaque(w);  // else what is common to all steps is computed once
        sum = dotPair(sum, w, w, w, w);
      }
    }
  }
  std::int64_t result = 0;
  for (const I32& sum : sums) result += sumLanesInt(sum);
  return result;
}

std::int64_t readPeak(const PeakArgs& args) {
  const auto* from = reinterpret_cast<const std::uint8_t*>(args.memory);
  constexpr std::size_t kStep = 4 * kLanes * 4;
  constexpr std::size_t kAhead = 4096;  // the processor's own prefetching stops at the page's end
  U8 sums[4] = {};
  for (std::size_t at = 0; at + kStep <= args.memoryBytes; at += kStep) {
    for (std::size_t i = 0; i < 4; ++i) {
      __builtin_prefetch(from + at + i * kLanes * 4 + kAhead);
      sums[i] = merge(sums[i], loadWords(from + at + i * kLanes * 4));
    }
  }
  return sumLanesInt(I32(merge(merge(sums[0], sums[1]), merge(sums[2], sums[3]))));
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
