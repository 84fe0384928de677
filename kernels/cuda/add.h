// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// y = a + b.
struct AddArgs {
  const float* a = nullptr;  // [count], as are b and y
  const float* b = nullptr;
  float* y = nullptr;
  std::uint32_t count = 0;
};

}  // namespace alcove::kernels::cuda
