// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/activations.h"

namespace alcove::kernels::cuda {

// y = x / √(mean(x²) + epsilon) · weight, over each group of `width` values.
struct RmsNormArgs {
  const float* x = nullptr;       // [groups, width], as is y
  const float* weight = nullptr;  // [width]
  float* y = nullptr;
  std::uint32_t groups = 0;
  std::uint32_t width = 0;
  float epsilon = 0;
  // Of y, where packed weights read it next; or null. Then width is a multiple of 32.
  ActivationWords* words = nullptr;
  ActivationScale* scales = nullptr;
};

}  // namespace alcove::kernels::cuda
