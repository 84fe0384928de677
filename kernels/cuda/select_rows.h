// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// The rows of x whose numbers are in `rows`.
struct SelectRowsArgs {
  const float* x = nullptr;             // [.., columns]
  const std::uint32_t* rows = nullptr;  // [count / columns]
  float* y = nullptr;                   // [count / columns, columns]
  std::uint32_t count = 0;
  std::uint32_t columns = 0;
};

}  // namespace alcove::kernels::cuda
