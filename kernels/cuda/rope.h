// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/tokens.h"

namespace alcove::kernels::cuda {

// Turns pair i of every head by position × frequencies[i] and multiplies it by `magnitude`; values
// beyond ropeDim pass unchanged.
struct RopeArgs {
  const float* x = nullptr;                // [tokens, heads × headDim], as is y
  const float* frequencies = nullptr;      // [ropeDim / 2]
  const float* longFrequencies = nullptr;  // the same of sequences beyond switchTokens; or null
  const Token* tokens = nullptr;
  float* y = nullptr;
  // Another tensor of the same tokens that is turned alike; or null.
  const float* otherX = nullptr;
  float* otherY = nullptr;
  std::uint32_t otherHeads = 0;
  std::uint32_t tokenCount = 0;
  std::uint32_t heads = 0;
  std::uint32_t headDim = 0;
  std::uint32_t ropeDim = 0;
  float magnitude = 1;
  bool interleaved = false;  // pairs are 2i and 2i + 1, and not i and i + ropeDim / 2
  std::uint32_t switchTokens = 0;
};

}  // namespace alcove::kernels::cuda
