// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = gelu(input) × up, or gelu(input) where up is null. Output may be either input.
struct GeluArgs {
  const float* input = nullptr;
  const float* up = nullptr;
  float* output = nullptr;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
