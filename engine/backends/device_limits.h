// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

namespace alcove::backends {

// What a device cannot do however much memory it has.
struct DeviceLimits {
  // What a kernel reaches of a buffer at once, and the largest single allocation.
  std::uint64_t bindingBytes = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t allocationBytes = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace alcove::backends
