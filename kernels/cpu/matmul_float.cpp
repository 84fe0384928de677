// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul.h"
#include "cpu/simd.h"
#include "cpu/variants.h"

// Weights stay as the file has them, row by row: so the lanes run along the columns, a tile of rows
// × tokens shares what it loads, and the lanes are summed once at the end.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr int kTileRows = kLanes == 16 ? 4 : 2;
constexpr int kTileColumns = 4;  // tokens

template <ValueType kType>
struct Rows {
  static constexpr std::size_t kValueBytes = kType == ValueType::F32 ? 4 : 2;

  const std::byte* first;
  std::size_t stride;  // bytes

  __attribute__((always_inline)) F32 full(std::size_t row, std::size_t column) const {
    const std::byte* from = first + row * stride + column * kValueBytes;
    if constexpr (kType == ValueType::F32) {
      return load(reinterpret_cast<const float*>(from));
    } else if constexpr (kType == ValueType::F16) {
      return loadHalf(from);
    } else {
      return loadBfloat16(from);
    }
  }
  __attribute__((always_inline)) F32 partial(std::size_t row, std::size_t column,
                                             std::size_t n) const {
    const std::byte* from = first + row * stride + column * kValueBytes;
    if constexpr (kType == ValueType::F32) {
      return loadPartial(reinterpret_cast<const float*>(from), n);
    } else if constexpr (kType == ValueType::F16) {
      return loadHalfPartial(from, n);
    } else {
      return loadBfloat16Partial(from, n);
    }
  }
};

template <ValueType kType, int kRows, int kTokens>
void multiplyTile(const Rows<kType>& weights, const Rows<ValueType::F32>& input,
                  std::size_t columns, float* output, std::size_t outputStride) {
  F32 sums[kRows][kTokens];
  for (auto& row : sums) {
    for (F32& sum : row) sum = splat(0);
  }
  std::size_t k = 0;
  for (; k + kLanes <= columns; k += kLanes) {
    F32 x[kTokens];
    for (int t = 0; t < kTokens; ++t) x[t] = input.full(std::size_t(t), k);
    for (int r = 0; r < kRows; ++r) {
      const F32 w = weights.full(std::size_t(r), k);
      for (int t = 0; t < kTokens; ++t) sums[r][t] = fma(w, x[t], sums[r][t]);
    }
  }
  if (k < columns) {
    for (int r = 0; r < kRows; ++r) {
      const F32 w = weights.partial(std::size_t(r), k, columns - k);
      for (int t = 0; t < kTokens; ++t) {
        sums[r][t] = fma(w, input.partial(std::size_t(t), k, columns - k), sums[r][t]);
      }
    }
  }
  for (int t = 0; t < kTokens; ++t) {
    for (int r = 0; r < kRows; ++r)
      output[std::size_t(t) * outputStride + std::size_t(r)] = sumLanes(sums[r][t]);
  }
}

template <ValueType kType, int kTokens>
void multiplyTokens(const FloatMatmulArgs& args, std::size_t token, std::size_t rowBegin,
                    std::size_t rowEnd) {
  const std::size_t rowBytes = args.columns * Rows<kType>::kValueBytes;
  const float* x = args.input + token * args.inputStride;
  const Rows<ValueType::F32> input{reinterpret_cast<const std::byte*>(x), args.inputStride * 4};
  float* const output = args.output + token * args.outputStride;
  std::size_t row = rowBegin;
  const auto tile = [&](auto multiply, std::size_t rows) {
    const Rows<kType> weights{args.weights + row * rowBytes, rowBytes};
    multiply(weights, input, args.columns, output + row, args.outputStride);
    row += rows;
  };
  while (row + kTileRows <= rowEnd) tile(multiplyTile<kType, kTileRows, kTokens>, kTileRows);
  while (row < rowEnd) tile(multiplyTile<kType, 1, kTokens>, 1);
}

// As many rows at a time as stay in the nearest cache while all tokens go by.
template <ValueType kType>
void multiplyAll(const FloatMatmulArgs& args) {
  constexpr std::size_t kCacheBytes = 24 * 1024;
  const std::size_t fitting = kCacheBytes / (args.columns * Rows<kType>::kValueBytes);
  const std::size_t step = fitting < kTileRows ? kTileRows : fitting / kTileRows * kTileRows;
  for (std::size_t row = args.rowBegin; row < args.rowEnd; row += step) {
    const std::size_t end = args.rowEnd - row < step ? args.rowEnd : row + step;
    std::size_t token = args.tokenBegin;
    for (; token + kTileColumns <= args.tokenEnd; token += kTileColumns)
      multiplyTokens<kType, kTileColumns>(args, token, row, end);
    for (; token < args.tokenEnd; ++token) multiplyTokens<kType, 1>(args, token, row, end);
  }
}

}  // namespace

void matmulFloat(const FloatMatmulArgs& args) {
  if (args.type == ValueType::F32) {
    multiplyAll<ValueType::F32>(args);
  } else if (args.type == ValueType::F16) {
    multiplyAll<ValueType::F16>(args);
  } else {
    multiplyAll<ValueType::BF16>(args);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
