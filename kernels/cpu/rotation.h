// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// Blocks of the KV cache hold rotated values. Some channels, of K above all, are far larger than
// others and would leave few levels to the values beside them; rotated, each value has a part of
// all 32. Queries are rotated as K is, so that their products stay what they were, and sums of
// rotated V are rotated back. Everything is static, as in half.h.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kRotated = 32;  // values that are rotated together

// Of the Hadamard matrix, whose entries are ±1, to make it orthogonal; it is its own inverse.
inline constexpr float kRotationScale = 0.176776695296636881f;  // 1 / sqrt(32)

// Multiplies `width` vectors of kRotated values, values[value, vector], with the matrix.
static inline void rotateColumns(float* values, std::size_t width) {
  for (std::size_t half = kRotated / 2; half > 0; half /= 2) {
    for (std::size_t first = 0; first < kRotated; first += 2 * half) {
      float* a = values + first * width;
      float* b = a + half * width;
      for (std::size_t i = 0; i < half * width; ++i) {
        const float sum = a[i] + b[i];
        b[i] = a[i] - b[i];
        a[i] = sum;
      }
    }
  }
  for (std::size_t i = 0; i < kRotated * width; ++i) values[i] *= kRotationScale;
}

// Each kRotated values of a row.
static inline void rotateRow(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kRotated) rotateColumns(values + i, 1);
}

}  // namespace alcove::kernels::cpu
