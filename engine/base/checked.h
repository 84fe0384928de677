// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace alcove::base {

// Arithmetic on numbers that a file or request supplied: nothing instead of a wrapped result.
[[nodiscard]] inline std::optional<std::uint64_t> checkedAdd(std::uint64_t a,
                                                             std::uint64_t b) noexcept {
  std::uint64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

[[nodiscard]] inline std::optional<std::uint64_t> checkedMultiply(std::uint64_t a,
                                                                  std::uint64_t b) noexcept {
  std::uint64_t product;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

}  // namespace alcove::base
