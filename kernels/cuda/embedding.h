// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"
#include "cuda/tokens.h"

namespace alcove::kernels::cuda {

enum class EmbeddingRows : std::uint8_t { Tokens, Positions, First };

// A row of the table for each token, as floats. The table is packed, or of floats.
struct EmbeddingArgs {
  cpu::ValueType type = cpu::ValueType::F32;
  const std::uint8_t* table = nullptr;
  const Token* tokens = nullptr;
  float* y = nullptr;  // [tokenCount, columns]
  std::uint32_t tokenCount = 0;
  std::uint32_t columns = 0;
  EmbeddingRows rows = EmbeddingRows::Tokens;
};

}  // namespace alcove::kernels::cuda
