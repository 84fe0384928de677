// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = x · sigmoid(gate), one gate for each row.
struct SigmoidMulArgs {
  const float* x = nullptr;     // [count], as is y
  const float* gate = nullptr;  // [count / columns]
  float* y = nullptr;
  std::uint32_t count = 0;
  std::uint32_t columns = 0;
};

}  // namespace alcove::kernels::cuda
