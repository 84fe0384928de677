// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// Stores K or V of new tokens in the paged cache (rounded to nearest even for F16).
struct KvWriteArgs {
  const float* input = nullptr;  // token t, head h at input + t × inputStride + h × dim
  std::size_t inputStride = 0;   // floats, ≥ kvHeads × dim
  std::byte* cache = nullptr;    // block b at cache + b × blockBytes: [kvHeads, blockTokens, dim]
  std::size_t blockBytes = 0;
  const std::uint32_t* blockTable =
      nullptr;                           // position p goes to block blockTable[p / blockTokens]
  ValueType cacheType = ValueType::F16;  // F16 or F32
  std::size_t blockTokens = 32;
  std::size_t kvHeads = 0;
  std::size_t dim = 0;
  std::size_t start = 0;       // position of token 0
  std::size_t tokenBegin = 0;  // tokens to do in this call
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
