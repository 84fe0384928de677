// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/packing.h"
#include "cpu/types.h"

// y[tokens, rows] = x[tokens, columns] · W[rows, columns]ᵀ.
//
// Quantised weights meet quantised activations: quantizeActivations turns x into two signed bytes
// per value, coarse and fine, with one scale of each per 32 columns, once for all matrices that
// share x; then matmul runs on integers. The result is that of float activations to about 1e-4.
// Wide batches: where the processor multiplies tiles of bfloat16 they are computed so, to about
// 2e-3; with AVX2 as integers of 16 bits, as exactly as small ones. From 256 tokens on, where the
// weights have six bits or less, AVX2 and AVX-512 use bytes, to about 4e-3. Work is split by the
// caller: any partition of the row groups, and of the tokens at multiples of kTileTokens, gives the
// same result, whatever thread does which part.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kTileTokens = 4;

// Bytes of the quantised form of `tokens` rows. Wanted alignment: 64. `columns`: multiple of 32.
[[nodiscard]] std::size_t activationBytes(std::size_t tokens, std::size_t columns);

// Bytes of scratch memory that one call of matmul may want. Alignment: 64.
[[nodiscard]] std::size_t matmulScratchBytes(std::size_t tokens, std::size_t columns);

// How activations are stored depends on the weights that they are to meet: what was quantised for
// one type serves every type for which this is the same.
enum class ActivationForm : std::uint8_t { Terms, Shorts, Bytes, Bfloat16 };

struct QuantizeArgs {
  ValueType weights = ValueType::F32;  // that they will meet; isPackable
  const float* input = nullptr;        // token t at input + t × inputStride
  std::size_t inputStride = 0;         // floats, ≥ columns
  std::byte* activations = nullptr;    // activationBytes(tokens, columns)
  std::size_t tokens = 0;              // of the whole batch: the layout depends on it
  std::size_t columns = 0;             // multiple of 32
  std::size_t tokenBegin = 0;          // tokens to do in this call; any range
  std::size_t tokenEnd = 0;
  bool batchInvariant = false;  // see MatmulArgs
};

struct MatmulArgs {
  ValueType type = ValueType::F32;         // of the weights; isPackable
  const std::byte* weights = nullptr;      // packed
  const std::byte* activations = nullptr;  // all `tokens` quantised
  float* output = nullptr;                 // token t, row r at output[t × outputStride + r]
  std::size_t outputStride = 0;            // floats, ≥ rows
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t tokens = 0;        // of the whole batch
  std::size_t groupBegin = 0;    // row groups to do in this call
  std::size_t groupEnd = 0;      // ≤ groupCount(rows)
  std::size_t tokenBegin = 0;    // tokens to do in this call; a multiple of kTileTokens
  std::size_t tokenEnd = 0;      // a multiple of kTileTokens, or `tokens`
  std::byte* scratch = nullptr;  // the thread's own, of matmulScratchBytes(tokens, columns)
  // Compute a token in the same way however many there are; as quantizeActivations was told.
  bool batchInvariant = false;
};

struct FloatMatmulArgs {
  ValueType type = ValueType::F32;     // F32, F16 or BF16
  const std::byte* weights = nullptr;  // [rows, columns] as stored in the file; no alignment needed
  const float* input = nullptr;        // token t at input + t × inputStride
  std::size_t inputStride = 0;
  float* output = nullptr;  // token t, row r at output[t × outputStride + r]
  std::size_t outputStride = 0;
  std::size_t columns = 0;
  std::size_t rowBegin = 0;  // rows and tokens to do in this call; any ranges
  std::size_t rowEnd = 0;
  std::size_t tokenBegin = 0;
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
