// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/matmul_float.h"

#include <cuda_fp16.h>

#include "cuda/launch.h"
#include "cuda/matmul_tile.h"
#include "cuda/sums.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kWarps = 8;
constexpr int kThreads = kWarps * kLanes;
constexpr int kTokens = 4;
constexpr ValueType kHalf = ValueType::F16;

template <ValueType kType>
__device__ inline float valueAt(const std::uint8_t* row, std::uint32_t column) {
  if constexpr (kType == ValueType::F32) return reinterpret_cast<const float*>(row)[column];
  const std::uint16_t bits = reinterpret_cast<const std::uint16_t*>(row)[column];
  return kType == ValueType::F16 ? __half2float(__ushort_as_half(bits))
                                 : __uint_as_float(std::uint32_t(bits) << 16);
}

// Eight values that follow each other, from a multiple of 16 bytes on.
template <ValueType kType>
__device__ inline void loadEight(const std::uint8_t* row, std::uint32_t column,
                                 float (&values)[8]) {
  if constexpr (kType == ValueType::F32) {
    const auto* const from = reinterpret_cast<const float4*>(row) + column / 4;
    const float4 a = from[0], b = from[1];
    values[0] = a.x, values[1] = a.y, values[2] = a.z, values[3] = a.w;
    values[4] = b.x, values[5] = b.y, values[6] = b.z, values[7] = b.w;
  } else {
    const uint4 words = reinterpret_cast<const uint4*>(row)[column / 8];
    const std::uint32_t each[4] = {words.x, words.y, words.z, words.w};
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const std::uint32_t bits = i % 2 == 0 ? each[i / 2] & 0xffffu : each[i / 2] >> 16;
      values[i] = kType == ValueType::F16 ? __half2float(__ushort_as_half(std::uint16_t(bits)))
                                          : __uint_as_float(bits << 16);
    }
  }
}

// A warp: a row of the matrix, with kCount tokens.
template <ValueType kType, int kCount>
__device__ inline void multiplyRow(const std::uint8_t* row, std::uint32_t columns,
                                   const float* const (&x)[kCount], float (&sums)[kCount]) {
  const int lane = threadIdx.x % kLanes;
  std::uint32_t whole = 0;
  if (columns % 8 == 0) {
    whole = columns;
    for (std::uint32_t k = std::uint32_t(lane) * 8; k < columns; k += kLanes * 8) {
      float values[8];
      loadEight<kType>(row, k, values);
#pragma unroll
      for (int t = 0; t < kCount; ++t) {
        float xs[8];
        loadEight<ValueType::F32>(reinterpret_cast<const std::uint8_t*>(x[t]), k, xs);
#pragma unroll
        for (int i = 0; i < 8; ++i) sums[t] += values[i] * xs[i];
      }
    }
  }
  for (std::uint32_t k = whole + lane; k < columns; k += kLanes) {
    const float value = valueAt<kType>(row, k);
#pragma unroll
    for (int t = 0; t < kCount; ++t) sums[t] += value * x[t][k];
  }
#pragma unroll
  for (int t = 0; t < kCount; ++t) sums[t] = sumOfWarp(sums[t]);
}

constexpr std::size_t bytesOf(ValueType type) { return type == ValueType::F32 ? 4 : 2; }

// Past the end of the batch the last token is computed once more, and not written.
template <ValueType kType>
__global__ void __launch_bounds__(kThreads) matmulFloat(MatmulArgs a) {
  const std::uint32_t row = blockIdx.x * kWarps + threadIdx.x / kLanes;
  const std::uint32_t first = blockIdx.y * kTokens;
  if (row >= a.rows) return;
  const float* x[kTokens];
  float sums[kTokens] = {};
#pragma unroll
  for (int t = 0; t < kTokens; ++t)
    x[t] = a.x + std::size_t(first + t < a.tokens ? first + t : a.tokens - 1) * a.columns;
  multiplyRow<kType, kTokens>(a.weights + std::size_t(row) * a.columns * bytesOf(kType), a.columns,
                              x, sums);
  if (threadIdx.x % kLanes != 0) return;
  const float bias = a.bias == nullptr ? 0.0f : a.bias[row];
#pragma unroll
  for (int t = 0; t < kTokens; ++t)
    if (first + t < a.tokens) a.y[std::size_t(first + t) * a.rows + row] = sums[t] + bias;
}

template <ValueType kType>
__global__ void __launch_bounds__(kThreads) moeMatmulFloat(MoeMatmulArgs a) {
  const MatmulArgs& m = a.matrix;
  const std::uint32_t row = blockIdx.x * kWarps + threadIdx.x / kLanes;
  const std::uint32_t pair = blockIdx.y, token = pair / a.used;
  if (row >= m.rows) return;
  const auto expert = std::uint32_t(a.routes[token * 2 * a.used + pair % a.used]);
  const float* const x[1] = {m.x + std::size_t(a.xPerPair ? pair : token) * m.columns};
  float sums[1] = {};
  multiplyRow<kType, 1>(
      m.weights + expert * a.expertBytes + std::size_t(row) * m.columns * bytesOf(kType), m.columns,
      x, sums);
  if (threadIdx.x % kLanes != 0) return;
  m.y[std::size_t(pair) * m.rows + row] =
      sums[0] + (m.bias == nullptr ? 0.0f : m.bias[expert * m.rows + row]);
}

template <class Args>
Status launchFor(ValueType type, void (*f32)(Args), void (*f16)(Args), void (*bf16)(Args),
                 std::uint32_t rows, std::uint32_t slots, Stream stream, const Args& args) {
  const auto kernel = type == ValueType::F32 ? f32 : type == ValueType::F16 ? f16 : bf16;
  return launch(kernel, dim3((rows + kWarps - 1) / kWarps, slots), dim3(kThreads), stream, args);
}

}  // namespace

Status multiplyFloats(const MatmulArgs& args, Stream stream) {
  if (args.words != nullptr) return launchTile<kHalf>(args, stream);
  return launchFor(args.type, matmulFloat<ValueType::F32>, matmulFloat<ValueType::F16>,
                   matmulFloat<ValueType::BF16>, args.rows, (args.tokens + kTokens - 1) / kTokens,
                   stream, args);
}

Status multiplyFloatExperts(const MoeMatmulArgs& args, Stream stream) {
  if (args.order != nullptr) return launchTile<kHalf>(args, stream);
  return launchFor(args.matrix.type, moeMatmulFloat<ValueType::F32>, moeMatmulFloat<ValueType::F16>,
                   moeMatmulFloat<ValueType::BF16>, args.matrix.rows, args.matrix.tokens, stream,
                   args);
}

}  // namespace alcove::kernels::cuda
