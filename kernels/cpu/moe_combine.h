// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output[token] = Σ over i of weights[token][i] × input[token × used + i], for columns
// begin … end - 1 of every token.
struct MoeCombineArgs {
  const float* input = nullptr;  // [tokens × used, columns]
  const float* weights = nullptr;
  std::size_t weightStride = 0;  // floats from one token's weights to the next's
  float* output = nullptr;       // [tokens, columns]
  std::size_t tokens = 0;
  std::size_t used = 0;
  std::size_t columns = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
