// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "cpu/types.h"
#include "cuda/tokens.h"

namespace alcove::kernels::cuda {

// K or V of one layer, where a sequence's blocks lie in one pool: block b from cells + b ×
// blockBytes on, [kvHeads, blockTokens, dim].
struct CacheCells {
  std::uint8_t* cells = nullptr;
  std::size_t blockBytes = 0;
  cpu::ValueType type = cpu::ValueType::F16;  // F32, F16, Q8_0 or Q4_0
  std::uint32_t dim = 0;                      // a multiple of 32 for the last two
};

// Writes K and V of the batch's tokens into the blocks of their sequences: the bytes that
// cpu/kv_write.h promises.
struct KvWriteArgs {
  const float* rows[2] = {};  // K and V: [tokenCount, kvHeads × dim]
  CacheCells cells[2];
  const Token* tokens = nullptr;
  const std::uint32_t* tables = nullptr;
  std::uint32_t tokenCount = 0;
  std::uint32_t kvHeads = 0;
  std::uint32_t blockTokens = 0;
};

}  // namespace alcove::kernels::cuda
