// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/matmul.h"
#include "cuda/packed_weights.h"
#include "cuda/sums.h"

// Few tokens: every weight is read once and multiplied with the bytes of the activations (dp4a).
//
// A block of threads takes a group of 16 rows, its warps take turns with pairs of sub-blocks. A
// lane reads the words of four rows at once, so a warp reads two whole vectors of 4-bit weights,
// 512 bytes, with one instruction.

namespace alcove::kernels::cuda {

inline constexpr int kVectorWarps = 8;
inline constexpr int kVectorThreads = kVectorWarps * kLanes;

// Blocks of threads that are at once on a multiprocessor, at least: with two a thread has 128
// registers, which several tokens do not fit.
template <int kTokens>
inline constexpr int kVectorBlocks = kTokens == 1 ? 2 : 1;

static __device__ inline std::uint32_t wordOf(const uint4& words, int index) {
  return index == 0 ? words.x : index == 1 ? words.y : index == 2 ? words.z : words.w;
}

template <ValueType kType>
static __device__ inline float dotOf(const WordPair& weights, const Line& line,
                                     const ActivationWords& x, const ActivationScale& scale,
                                     bool withBase) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr bool kHasBase = offsetOf(kLayout) != 0 || kLayout.head == cpu::Head::ScalesAndMinima;
  const auto dot = [](std::uint32_t a, std::uint32_t b, int c) {
    return __dp4a(int(a), int(b), c);
  };
  if constexpr (kLayout.hasHalves()) {
    const int first =
        dot(weights.first, x.firstUpper, 0) * 256 + dot(weights.first, x.firstLower, 0);
    const int second =
        dot(weights.second, x.secondUpper, 0) * 256 + dot(weights.second, x.secondLower, 0);
    float sum = scale.scale * (line.scale[0] * float(first) + line.scale[1] * float(second));
    if constexpr (kHasBase)
      if (withBase) sum += line.base[0] * scale.sumFirst + line.base[1] * scale.sumSecond;
    return sum;
  } else {
    const int upper = dot(weights.first, x.firstUpper, dot(weights.second, x.secondUpper, 0));
    const int lower = dot(weights.first, x.firstLower, dot(weights.second, x.secondLower, 0));
    float sum = scale.scale * (line.scale[0] * float(upper * 256 + lower));
    if constexpr (kHasBase)
      if (withBase) sum += line.base[0] * scale.sum;
    return sum;
  }
}

// What a lane reads of a sub-block, ahead of its use.
template <ValueType kType>
struct VectorBlock {
  Vectors<kType, uint4> vectors;
  FourLines<kType> lines;

  __device__ void load(const std::uint8_t* group, std::uint32_t block) {
    const int quad = threadIdx.x % 4, g = threadIdx.x / 4 % 4;
    const SubBlockAt<kType> at(group, block);
    vectors = Vectors<kType, uint4>::load(at.values, g, 4 * quad);
    lines = FourLines<kType>::load(at.unit, at.scales, quad);
  }
};

// The activations of kTokens tokens that meet it.
template <int kTokens>
struct VectorInputs {
  ActivationWords words[kTokens];
  ActivationScale scales[kTokens];

  __device__ void load(const MatmulArgs& a, const std::uint32_t (&xRows)[kTokens],
                       std::uint32_t block) {
    const std::uint32_t blocks = a.columns / std::uint32_t(kSubColumns);
#pragma unroll
    for (int t = 0; t < kTokens; ++t) {
      const std::size_t index = std::size_t(xRows[t]) * blocks + block;
      words[t] = a.words[index * kWordsOfBlock + threadIdx.x / 4 % 4];
      scales[t] = a.scales[index];
    }
  }
};

template <ValueType kType, int kTokens>
static __device__ inline void addBlock(const VectorBlock<kType>& block,
                                       const VectorInputs<kTokens>& x, float (&sums)[kTokens][4]) {
  const int g = threadIdx.x / 4 % 4;
  const Vectors<kType, uint4>& v = block.vectors;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const WordPair words = unpackWords<kType>(wordOf(v.low, i), wordOf(v.low2, i),
                                              wordOf(v.high, i), wordOf(v.high2, i), g);
    const Line line = block.lines.line(i);
#pragma unroll
    for (int t = 0; t < kTokens; ++t)
      sums[t][i] += dotOf<kType>(words, line, x.words[t], x.scales[t], g == 0);
  }
}

// The sums of all lanes and warps, as y's rows `slots` of the row group.
template <int kTokens>
static __device__ inline void writeSums(const MatmulArgs& a, const MatmulPart& part,
                                        std::uint32_t group, std::uint32_t slot,
                                        float (&sums)[kTokens][4]) {
  __shared__ float partial[kVectorWarps][kTokens][kGroupRows];
  const int lane = threadIdx.x % kLanes, warp = threadIdx.x / kLanes;
#pragma unroll
  for (int t = 0; t < kTokens; ++t)
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      float sum = sums[t][i];
#pragma unroll
      for (int step = 4; step < kLanes; step *= 2) sum += __shfl_xor_sync(kAllLanes, sum, step);
      if (lane < 4) partial[warp][t][4 * lane + i] = sum;
    }
  __syncthreads();
  const std::uint32_t t = threadIdx.x / kGroupRows, row = threadIdx.x % kGroupRows;
  const std::uint32_t outRow = group * std::uint32_t(kGroupRows) + row;
  if (t >= kTokens || outRow >= part.rows || slot + t >= a.tokens) return;
  const std::size_t at = std::size_t(slot + t) * part.rows + outRow;
  float sum = (part.bias == nullptr ? 0.0f : part.bias[outRow]) +
              (a.residual == nullptr ? 0.0f : a.residual[at]);
#pragma unroll
  for (int w = 0; w < kVectorWarps; ++w) sum += partial[w][t][row];
  part.y[at] = sum;
}

template <ValueType kType, int kTokens>
static __device__ inline void multiplyGroup(const MatmulArgs& a, const MatmulPart& part,
                                            std::uint32_t index, std::uint32_t slot,
                                            const std::uint32_t (&xRows)[kTokens]) {
  const std::uint32_t blocks = a.columns / std::uint32_t(kSubColumns);
  const std::uint8_t* const group =
      part.weights + index * packedLayout(kType).groupBytes(a.columns);
  constexpr std::uint32_t kStep = 2 * kVectorWarps;
  float sums[kTokens][4] = {};
  std::uint32_t block = threadIdx.x / 16;
  VectorBlock<kType> now, next{};
  VectorInputs<kTokens> x, nextX{};
  if (block < blocks) {
    now.load(group, block);
    x.load(a, xRows, block);
  }
#pragma unroll 2
  for (; block < blocks; block += kStep) {
    if (block + kStep < blocks) {
      next.load(group, block + kStep);
      if constexpr (kTokens == 1) nextX.load(a, xRows, block + kStep);
    }
    if constexpr (kTokens > 1) x.load(a, xRows, block);
    addBlock<kType, kTokens>(now, x, sums);
    now = next;
    if constexpr (kTokens == 1) x = nextX;
  }
  writeSums<kTokens>(a, part, index, slot, sums);
}

static __device__ __host__ inline std::uint32_t groupsOf(std::uint32_t rows) {
  return (rows + std::uint32_t(kGroupRows) - 1) / std::uint32_t(kGroupRows);
}

// Past the end of the batch the last token is computed once more, and not written.
template <ValueType kType, int kTokens>
__global__ void __launch_bounds__(kVectorThreads, kVectorBlocks<kTokens>)
    matmulVector(MatmulArgs a) {
  const std::uint32_t slot = blockIdx.y * kTokens;
  std::uint32_t xRows[kTokens];
#pragma unroll
  for (int t = 0; t < kTokens; ++t) xRows[t] = slot + t < a.tokens ? slot + t : a.tokens - 1;
  MatmulPart part{a.weights, a.bias, a.y, a.rows};
  std::uint32_t group = blockIdx.x;
#pragma unroll
  for (int i = 0; i < kMoreParts; ++i) {
    if (group < groupsOf(part.rows)) break;
    group -= groupsOf(part.rows);
    part = a.more[i];
  }
  multiplyGroup<kType, kTokens>(a, part, group, slot, xRows);
}

template <ValueType kType>
__global__ void __launch_bounds__(kVectorThreads, kVectorBlocks<1>)
    moeMatmulVector(MoeMatmulArgs a) {
  const std::uint32_t pair = blockIdx.y, token = pair / a.used;
  const auto expert = std::uint32_t(a.routes[token * 2 * a.used + pair % a.used]);
  const std::uint32_t xRows[1] = {a.xPerPair ? pair : token};
  const MatmulArgs& m = a.matrix;
  const MatmulPart part{m.weights + expert * a.expertBytes,
                        m.bias == nullptr ? nullptr : m.bias + expert * m.rows, m.y, m.rows};
  multiplyGroup<kType, 1>(m, part, blockIdx.x, pair, xRows);
}

}  // namespace alcove::kernels::cuda
