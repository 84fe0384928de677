// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/activations.h"

namespace alcove::kernels::cuda {

// y = a · sigmoid(a) · b.
struct SiluMulArgs {
  const float* a = nullptr;  // [count], as are b and y
  const float* b = nullptr;
  float* y = nullptr;
  std::uint32_t count = 0;
  // Of y, where packed weights read it next; or null. Then rows are of a multiple of 32 values.
  ActivationWords* words = nullptr;
  ActivationScale* scales = nullptr;
};

}  // namespace alcove::kernels::cuda
