// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// C[rows, columns] = Σ of A[rows, terms] · B[terms, columns], one outer product for each term: what
// gradients of matrix products come to, dX = dY · W and dW = dYᵀ · X. All are floats. Sums run over
// the terms in their order, so dividing rows or columns among calls does not change a bit.
struct OuterProductsArgs {
  const float* a = nullptr;  // row m, term j at a[m × aRowStride + j × aTermStride]
  std::size_t aRowStride = 0;
  std::size_t aTermStride = 0;
  const float* b = nullptr;  // term j, column k at b[j × bStride + k]
  std::size_t bStride = 0;
  float* c = nullptr;  // row m, column k at c[m × cStride + k]
  std::size_t cStride = 0;
  std::size_t rows = 0;
  std::size_t terms = 0;
  std::size_t columns = 0;
  bool add = false;  // to what C holds already
};

}  // namespace alcove::kernels::cpu
