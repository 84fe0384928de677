// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// What this processor could do at best, to measure the other kernels against: time one call on as
// many threads as the other kernels have.

// Multiply-adds that multiplyAddPeak does, in registers alone, per round: of 8-bit integers, or of
// bfloat16 where that is what the widest matmul multiplies.
inline constexpr std::size_t kPeakMultiplyAddsPerRound = 65536;

struct PeakArgs {
  std::size_t rounds = 0;             // for multiplyAddPeak
  const std::byte* memory = nullptr;  // for readPeak, which reads it once from end to end
  std::size_t memoryBytes = 0;
};

}  // namespace alcove::kernels::cpu
