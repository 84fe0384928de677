// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "cpu/types.h"
#include "cuda/activations.h"

namespace alcove::kernels::cuda {

// Further matrices of the same type that meet the same x, computed by the same launch.
struct MatmulPart {
  const std::uint8_t* weights = nullptr;
  const float* bias = nullptr;
  float* y = nullptr;
  std::uint32_t rows = 0;  // 0: none
};
inline constexpr int kMoreParts = 2;

// y = x · weightᵀ (+ bias) (+ residual). A matrix of a packed type is laid out as cpu/packing.h
// says and meets activations in 16-bit integers; one of floats lies row by row and meets them as
// they are, or, if it is of F16 and words are given, as those integers too, on the tensor cores.
struct MatmulArgs {
  cpu::ValueType type = cpu::ValueType::F32;
  const std::uint8_t* weights = nullptr;
  const float* x = nullptr;                 // [tokens, columns], for floats
  const ActivationWords* words = nullptr;   // the same quantised, for packed types and F16
  const ActivationScale* scales = nullptr;  // of the words
  const float* bias = nullptr;              // [rows], or null
  const float* residual = nullptr;          // as y, or null; may not be y
  float* y = nullptr;                       // [tokens, rows]
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t tokens = 0;
  MatmulPart more[kMoreParts];  // of packed types alone
};

// The same for the experts of a mixture (engine's op moe_matmul): row `pair` of y is the product
// with the matrix of the expert in place pair of the routes.
struct MoeMatmulArgs {
  MatmulArgs matrix;              // of one expert; `tokens` counts pairs, `bias` is [experts, rows]
  std::size_t expertBytes = 0;    // from one expert's matrix to the next's
  const float* routes = nullptr;  // [pairs / used, 2 × used]
  std::uint32_t used = 0;
  std::uint32_t experts = 0;
  bool xPerPair = false;  // x has a row for each pair, and not for each token
  // Pairs sorted by their experts (MoeSortArgs), where many of them share one; or null.
  const std::uint32_t* order = nullptr;
  const std::uint32_t* begins = nullptr;
};

// Up to this many tokens are multiplied by reading each weight once for a few of them.
inline constexpr std::uint32_t kVectorTokens = 8;

}  // namespace alcove::kernels::cuda
