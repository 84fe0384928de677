// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = input × sigmoid(gate), one gate for all elements. Output may be the input.
struct SigmoidMulArgs {
  const float* input = nullptr;
  float* output = nullptr;
  float gate = 0;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
