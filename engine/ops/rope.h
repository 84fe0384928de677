// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ops/op.h"

namespace alcove::ops {

// Which two values of a head turn together.
enum class RopePairing : std::uint8_t {
  Interleaved,  // 2i and 2i + 1: llama as GGUF stores it
  HalfSplit,    // i and i + ropeDim / 2: "NeoX" style
};

// rope(x [tokens, heads × headDim], frequencies [ropeDim / 2] [, long frequencies [ropeDim / 2]])
// turns pair i of every head by the angle position × frequencies[i] and multiplies it by
// `magnitude`; values of a head beyond ropeDim pass unchanged. Tokens of sequences longer than
// `switchTokens` turn by the long frequencies, if there are any. All scaling schemes (linear, YaRN,
// llama3 factors, longrope) are in the frequencies and the magnitude, so that kernels know one
// formula.
// Sources: Su et al., "RoFormer", 2021; Ding et al., "LongRoPE", 2024.
struct RopeAttributes {
  std::int32_t headDim = 0;
  std::int32_t ropeDim = 0;
  float magnitude = 1.0f;
  RopePairing pairing = RopePairing::Interleaved;
  std::uint32_t switchTokens = 0;
};
extern const Op kRope;

// Which tokens of a batch belong to sequences longer than `switchTokens`.
[[nodiscard]] std::vector<bool> tokensOfLongSequences(const BatchView& batch,
                                                      std::uint32_t switchTokens);

// (dy, frequencies [, long frequencies]) → dx: the turn back, times the same magnitude.
extern const Op kRopeGradient;

}  // namespace alcove::ops
