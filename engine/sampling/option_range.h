// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::sampling {

// Throws Error InvalidArgument unless low ≤ value ≤ high; a value that is no number never fits.
template <class Number>
void requireRange(const char* name, Number value, Number low, Number high) {
  if (value >= low && value <= high) return;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("{} must be from {} to {}; it is {}.", name, low, high, value));
}

}  // namespace alcove::sampling
