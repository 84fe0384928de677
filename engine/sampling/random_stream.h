// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::sampling {

// The random numbers of one answer: number n is SplitMix64's output for the state
// seed + (n + 1) × 0x9e3779b97f4a7c15, of which the upper 53 bits, divided by 2^53, give a point in
// [0, 1). Not thread-safe.
class RandomStream {
 public:
  explicit RandomStream(std::uint64_t seed) : m_seed(seed) {}

  [[nodiscard]] double next() noexcept {
    std::uint64_t x = m_seed + ++m_taken * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return double(x >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t m_seed;
  std::uint64_t m_taken = 0;
};

}  // namespace alcove::sampling
