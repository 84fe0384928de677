// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

// How rows of the KV cache are stored: as floats, halves, or blocks of 32 values with a scale in
// half precision; private to the kernels.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kCachedBlock = 32;  // values

static constexpr bool isBlocked(ValueType type) {
  return type == ValueType::Q8_0 || type == ValueType::Q4_0;
}

// Bytes of `values` values; whole blocks of a type that has them.
static constexpr std::size_t cachedBytes(ValueType type, std::size_t values) {
  switch (type) {
    case ValueType::F32:
      return values * 4;
    case ValueType::Q8_0:
      return values / kCachedBlock * (2 + kCachedBlock);
    case ValueType::Q4_0:
      return values / kCachedBlock * (2 + kCachedBlock / 2);
    default:
      return values * 2;
  }
}

}  // namespace alcove::kernels::cpu
