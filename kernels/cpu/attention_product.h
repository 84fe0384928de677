// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/attention_pass.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

// C[rows, columns] = diag(shrink) · C + A[rows, depth] · B[depth, columns]; without `shrink`, C
// starts from zero. B is stored in the cache's type or as floats, without gaps; columns of C up to
// the next whole vector are overwritten.
struct Product {
  const float* a;
  std::size_t aRow;   // distance of A's rows
  std::size_t aStep;  // distance of A's columns
  const std::byte* b;
  std::size_t bRow;  // bytes
  float* c;
  std::size_t cRow;
  const float* shrink;
  std::size_t depth;
  std::size_t columns;
};

template <ValueType kType, int kRows, int kVectors, bool kPartial>
ALCOVE_INLINE void multiplyBlock(const Product& product, std::size_t column) {
  F32 sums[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) {
      const float* c = product.c + std::size_t(r) * product.cRow + column + std::size_t(v) * kLanes;
      sums[r][v] = product.shrink ? mul(load(c), splat(product.shrink[r])) : splat(0);
    }
  }
  const float* a = product.a;
  const std::byte* b = product.b;
  for (std::size_t k = 0; k < product.depth; ++k) {
    F32 row[kVectors];
    if constexpr (kPartial) {
      row[0] = loadCachedPartial<kType>(b, column, product.columns - column);
    } else {
      loadCachedVectors<kType>(b, column, row);
    }
    for (int r = 0; r < kRows; ++r) {
      const F32 factor = splat(a[std::size_t(r) * product.aRow]);
      for (int v = 0; v < kVectors; ++v) sums[r][v] = fma(factor, row[v], sums[r][v]);
    }
    a += product.aStep;
    b += product.bRow;
  }
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) {
      store(product.c + std::size_t(r) * product.cRow + column + std::size_t(v) * kLanes,
            sums[r][v]);
    }
  }
}

// kRows rows, all columns.
template <ValueType kType, int kRows>
void multiplyStrip(const Product& product) {
  // As many vectors at once as leave their sums in registers; a lone vector would load A for
  // little.
  constexpr std::size_t kVectors = kLanes == 16 ? (kRows <= 4 ? 4 : 3) : (kRows <= 4 ? 2 : 1);
  std::size_t column = 0;
  while (column + kLanes <= product.columns) {
    const std::size_t left = (product.columns - column) / kLanes;
    std::size_t vectors = left < kVectors ? left : kVectors;
    if (left == kVectors + 1 && kVectors > 2) --vectors;
    if (vectors == kVectors) {
      multiplyBlock<kType, kRows, kVectors, false>(product, column);
    } else if (vectors == 3) {
      multiplyBlock<kType, kRows, 3, false>(product, column);
    } else if (vectors == 2) {
      multiplyBlock<kType, kRows, 2, false>(product, column);
    } else {
      multiplyBlock<kType, kRows, 1, false>(product, column);
    }
    column += vectors * kLanes;
  }
  if constexpr (!isBlocked(kType)) {
    if (column < product.columns) multiplyBlock<kType, kRows, 1, true>(product, column);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
