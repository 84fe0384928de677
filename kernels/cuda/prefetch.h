// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace alcove::kernels::cuda {

// Brings memory of the device into its second-level cache, for a kernel that will read it soon.
struct PrefetchArgs {
  const std::uint8_t* memory = nullptr;  // from a multiple of 128 bytes on
  std::size_t bytes = 0;
};

}  // namespace alcove::kernels::cuda
