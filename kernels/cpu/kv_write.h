// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// Stores K or V of new tokens in the paged cache. F16 is rounded to nearest even; Q8_0 and Q4_0
// have a block for each 32 values of a head, which are rotated first (rotation.h): the bytes are
// those of quant::encodeCached().
struct KvWriteArgs {
  const float* input = nullptr;  // token t, head h at input + t × inputStride + h × dim
  std::size_t inputStride = 0;   // floats, ≥ kvHeads × dim
  std::byte* cache = nullptr;    // block b at cache + b × blockBytes: [kvHeads, blockTokens, dim]
  std::size_t blockBytes = 0;
  const std::uint32_t* blockTable =
      nullptr;                      // position p goes to block blockTable[p / blockTokens]
  ValueType type = ValueType::F16;  // F32, F16, Q8_0 or Q4_0
  std::size_t blockTokens = 32;
  std::size_t kvHeads = 0;
  std::size_t dim = 0;         // a multiple of 32 for Q8_0 and Q4_0
  std::size_t start = 0;       // position of token 0
  std::size_t tokenBegin = 0;  // tokens to do in this call
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
