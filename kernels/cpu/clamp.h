// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = min(max(input, low), high), element by element. Output may be the input.
struct ClampArgs {
  const float* input = nullptr;
  float* output = nullptr;
  float low = 0;
  float high = 0;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
