// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = flow × up × silu'(gate): the gradient of silu(gate) × up by the gate, where `flow` is
// that of the product. Output may be any input.
struct SiluMulGradientArgs {
  const float* flow = nullptr;
  const float* gate = nullptr;
  const float* up = nullptr;
  float* output = nullptr;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
