// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = cap × tanh(input / cap), element by element. Output may be the input.
struct SoftCapArgs {
  const float* input = nullptr;
  float cap = 1;
  float* output = nullptr;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
