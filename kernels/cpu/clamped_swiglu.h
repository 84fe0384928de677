// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// output = g × sigmoid(alpha × g) × (u + 1), with g = min(gate, limit) and u = up kept within
// ± limit. Output may be either input.
struct ClampedSwigluArgs {
  const float* gate = nullptr;
  const float* up = nullptr;
  float* output = nullptr;
  float alpha = 1;
  float limit = 0;
  std::size_t begin = 0;  // elements to do in this call
  std::size_t end = 0;
};

}  // namespace alcove::kernels::cpu
