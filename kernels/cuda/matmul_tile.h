// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/launch.h"
#include "cuda/matmul.h"
#include "cuda/mma.h"
#include "cuda/packed_weights.h"
#include "cuda/sums.h"

// Many tokens: bytes of weights and activations meet on the tensor cores. A word of packed weights
// is a register of the instruction's left operand, an entry of ActivationWords two pairs of
// registers of its right one, so nothing has to be rearranged; the scales are applied to the exact
// integer sums of each 32 columns.
//
// A block of threads takes 64 rows, a row group for each warp, and 64 tokens.

namespace alcove::kernels::cuda {

inline constexpr int kTileWarps = 4;
inline constexpr int kTileThreads = kTileWarps * kLanes;
inline constexpr int kTileBlocksAtOnce =
    3;  // at once on a multiprocessor, at least: 168 registers a thread
inline constexpr int kTileTokens = 64;
inline constexpr int kTileColumns = 8;  // tokens of one instruction
inline constexpr int kTileParts = kTileTokens / kTileColumns;
inline constexpr int kTileBlocks = 4;  // of 32 columns, staged together

// Sums start from this float, whose last place is one: an integer below 2^22 that is added to its
// bits is added to its value, and no conversion is needed.
inline constexpr float kIntegerBase = 12582912.0f;

struct TileStage {
  ActivationWords words[kTileBlocks][kTileTokens][kWordsOfBlock];
  ActivationScale scales[kTileBlocks][kTileTokens];
};

// Which tokens a block of threads takes, as rows of x and of y, and with which matrix.
struct TileRows {
  std::uint32_t xRows[kTileTokens];
  std::uint32_t yRows[kTileTokens];
};

static __device__ inline void stageTile(const MatmulArgs& a, const TileRows& rows,
                                        std::uint32_t firstBlock, TileStage& stage) {
  const std::uint32_t blocks = a.columns / std::uint32_t(kSubColumns);
  constexpr int kEntries = kTileBlocks * int(kWordsOfBlock);
  for (int i = threadIdx.x; i < kTileTokens * kEntries; i += kTileThreads) {
    const int token = i / kEntries, block = i % kEntries / 4, g = i % 4;
    if (firstBlock + block < blocks)
      stage.words[block][token][g] =
          a.words[(std::size_t(rows.xRows[token]) * blocks + firstBlock + block) * kWordsOfBlock +
                  std::size_t(g)];
  }
  for (int i = threadIdx.x; i < kTileTokens * kTileBlocks; i += kTileThreads) {
    const int token = i / kTileBlocks, block = i % kTileBlocks;
    if (firstBlock + block < blocks)
      stage.scales[block][token] =
          a.scales[std::size_t(rows.xRows[token]) * blocks + firstBlock + block];
  }
}

static __device__ inline float exactSum(int upper, int lower) {
  return (__int_as_float(upper) - kIntegerBase) * 256.0f + (__int_as_float(lower) - kIntegerBase);
}

static __device__ inline void startSums(int (&sums)[4]) {
#pragma unroll
  for (int& sum : sums) sum = __float_as_int(kIntegerBase);
}

// One instruction's tokens. weights, lines: of rows lane / 4 and lane / 4 + 8.
template <ValueType kType>
static __device__ inline void addPart(const WordPair (&weights)[2], const Line (&lines)[2],
                                      const ActivationWords& x, const ActivationScale (&scales)[2],
                                      float (&sums)[4]) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr bool kHasBase = offsetOf(kLayout) != 0 || kLayout.head == cpu::Head::ScalesAndMinima;
  constexpr int kHalves = kLayout.hasHalves() ? 2 : 1;
#pragma unroll
  for (int half = 0; half < kHalves; ++half) {
    int upper[4], lower[4];
    startSums(upper);
    startSums(lower);
    if constexpr (kLayout.hasHalves()) {
      const std::uint32_t a0 = half == 0 ? weights[0].first : weights[0].second;
      const std::uint32_t a1 = half == 0 ? weights[1].first : weights[1].second;
      multiplyBytes16(upper, a0, a1, half == 0 ? x.firstUpper : x.secondUpper);
      multiplyBytes16(lower, a0, a1, half == 0 ? x.firstLower : x.secondLower);
    } else {
      const std::uint32_t a[4] = {weights[0].first, weights[1].first, weights[0].second,
                                  weights[1].second};
      multiplyBytes32(upper, a, x.firstUpper, x.secondUpper);
      multiplyBytes32(lower, a, x.firstLower, x.secondLower);
    }
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const Line& line = lines[j / 2];
      const ActivationScale& scale = scales[j % 2];
      sums[j] += exactSum(upper[j], lower[j]) * (scale.scale * line.scale[half]);
      if constexpr (kHasBase)
        sums[j] += line.base[half] * (kHalves == 1 ? scale.sum
                                      : half == 0  ? scale.sumFirst
                                                   : scale.sumSecond);
    }
  }
}

// Two halves for each two of four signed bytes: a byte turned to a half's last places stands for
// 1024 + 128 + itself.
static __device__ inline void bytesToHalves(std::uint32_t bytes, std::uint32_t (&halves)[2]) {
  const std::uint32_t shifted = bytes ^ 0x80808080u;
  halves[0] = subtractHalves(__byte_perm(shifted, 0x64646464u, 0x4140u), 0x64806480u);
  halves[1] = subtractHalves(__byte_perm(shifted, 0x64646464u, 0x4342u), 0x64806480u);
}

// The same for weights in halves, which meet the bytes of the activations as halves too: these are
// exact, and in the range of a half whatever the activations are. a[step]: rows lane / 4 and 8
// more, four columns of each half of the block.
static __device__ inline void addHalfPart(const std::uint32_t (&a)[2][4], const ActivationWords& x,
                                          const ActivationScale (&scales)[2], float (&sums)[4]) {
  float upper[4] = {}, lower[4] = {};
  std::uint32_t b[2];
  bytesToHalves(x.firstUpper, b);
  multiplyHalves(upper, a[0], b[0], b[1]);
  bytesToHalves(x.secondUpper, b);
  multiplyHalves(upper, a[1], b[0], b[1]);
  bytesToHalves(x.firstLower, b);
  multiplyHalves(lower, a[0], b[0], b[1]);
  bytesToHalves(x.secondLower, b);
  multiplyHalves(lower, a[1], b[0], b[1]);
#pragma unroll
  for (int j = 0; j < 4; ++j) sums[j] += (upper[j] * 256.0f + lower[j]) * scales[j % 2].scale;
}

// The rows of this warp: a row group of packed weights, or 16 rows of halves, of which the last is
// read once more where there are fewer.
template <ValueType kType>
struct WarpRows {
  const std::uint8_t* first;
  std::uint32_t columns;
  std::uint32_t last;  // that there is, counted from the first

  __device__ WarpRows(const MatmulArgs& a, const std::uint8_t* weights, std::uint32_t group)
      : columns(a.columns), last(a.rows - 1 - group * std::uint32_t(kGroupRows)) {
    const std::size_t groupBytes = kType == ValueType::F16
                                       ? std::size_t(kGroupRows) * a.columns * 2
                                       : packedLayout(kType).groupBytes(a.columns);
    first = weights + group * groupBytes;
  }
  // Columns 4 × g … of both halves of a block of 32, as registers of the left operand.
  __device__ void loadHalves(std::uint32_t block, int row, int g, std::uint32_t (&a)[2][4]) const {
#pragma unroll
    for (int i = 0; i < 2; ++i) {
      const std::uint32_t at = min(std::uint32_t(row + 8 * i), last);
      const auto* const from = reinterpret_cast<const uint2*>(
          first + (std::size_t(at) * columns + block * std::uint32_t(kSubColumns)) * 2);
#pragma unroll
      for (int step = 0; step < 2; ++step) {
        const uint2 words = from[4 * step + g];
        a[step][i] = words.x;
        a[step][2 + i] = words.y;
      }
    }
  }
};

template <ValueType kType>
static __device__ inline void addTileBlock(const WarpRows<kType>& rows, std::uint32_t block,
                                           const ActivationWords (&words)[kTileTokens][4],
                                           const ActivationScale (&scales)[kTileTokens],
                                           float (&sums)[kTileParts][4]) {
  const int row = threadIdx.x % kLanes / 4, g = threadIdx.x % 4;
  WordPair weights[2];
  Line lines[2];
  std::uint32_t halves[2][4];
  if constexpr (kType == ValueType::F16) {
    rows.loadHalves(block, row, g, halves);
  } else {
    const SubBlockAt<kType> at(rows.first, block);
#pragma unroll
    for (int i = 0; i < 2; ++i) {
      const auto v = Vectors<kType, std::uint32_t>::load(at.values, g, row + 8 * i);
      weights[i] = unpackWords<kType>(v.low, v.low2, v.high, v.high2, g);
      lines[i] = lineOf<kType>(at.unit, at.scales, row + 8 * i);
    }
  }
#pragma unroll
  for (int part = 0; part < kTileParts; ++part) {
    const int column = part * kTileColumns;
    const ActivationScale both[2] = {scales[column + 2 * g], scales[column + 2 * g + 1]};
    if constexpr (kType == ValueType::F16)
      addHalfPart(halves, words[column + row][g], both, sums[part]);
    else
      addPart<kType>(weights, lines, words[column + row][g], both, sums[part]);
  }
}

// Token `first` + t is in the tile for t < count; TileRows are filled and published.
template <ValueType kType>
static __device__ inline void multiplyTile(const MatmulArgs& a, const std::uint8_t* weights,
                                           const float* bias, const TileRows& rows, int count) {
  __shared__ TileStage stage;
  const std::uint32_t blocks = a.columns / std::uint32_t(kSubColumns);
  const auto groups = std::uint32_t((a.rows + kGroupRows - 1) / kGroupRows);
  const std::uint32_t wanted = blockIdx.x * kTileWarps + threadIdx.x / kLanes;
  const std::uint32_t index = wanted < groups ? wanted : groups - 1;
  const WarpRows<kType> group(a, weights, index);
  float sums[kTileParts][4] = {};
  for (std::uint32_t first = 0; first < blocks; first += kTileBlocks) {
    stageTile(a, rows, first, stage);
    __syncthreads();
    for (int i = 0; i < kTileBlocks && first + i < blocks; ++i)
      addTileBlock<kType>(group, first + i, stage.words[i], stage.scales[i], sums);
    __syncthreads();
  }
  if (wanted >= groups) return;
  const int lane = threadIdx.x % kLanes;
#pragma unroll
  for (int part = 0; part < kTileParts; ++part)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const auto row = std::uint32_t(index * kGroupRows) + lane / 4 + j / 2 * 8;
      const int token = part * kTileColumns + lane % 4 * 2 + j % 2;
      if (row < a.rows && token < count)
        a.y[std::size_t(rows.yRows[token]) * a.rows + row] =
            sums[part][j] + (bias == nullptr ? 0.0f : bias[row]) +
            (a.residual == nullptr ? 0.0f
                                   : a.residual[std::size_t(rows.yRows[token]) * a.rows + row]);
    }
}

template <ValueType kType>
__global__ void __launch_bounds__(kTileThreads, kTileBlocksAtOnce) matmulTile(MatmulArgs a) {
  __shared__ TileRows rows;
  const std::uint32_t first = blockIdx.y * kTileTokens;
  if (threadIdx.x < kTileTokens) {
    const std::uint32_t token = first + threadIdx.x;
    rows.xRows[threadIdx.x] = rows.yRows[threadIdx.x] = token < a.tokens ? token : a.tokens - 1;
  }
  __syncthreads();
  multiplyTile<kType>(a, a.weights, a.bias, rows,
                      int(min(a.tokens - first, std::uint32_t(kTileTokens))));
}

// Tiles of all experts, one expert's after another's; the last blocks may have none.
template <ValueType kType>
__global__ void __launch_bounds__(kTileThreads, kTileBlocksAtOnce) moeMatmulTile(MoeMatmulArgs a) {
  __shared__ TileRows rows;
  std::uint32_t expert = 0, tile = blockIdx.y;
  for (; expert < a.experts; ++expert) {
    const std::uint32_t pairs = a.begins[expert + 1] - a.begins[expert];
    const std::uint32_t tiles = (pairs + kTileTokens - 1) / kTileTokens;
    if (tile < tiles) break;
    tile -= tiles;
  }
  if (expert == a.experts) return;
  const std::uint32_t first = a.begins[expert] + tile * kTileTokens, end = a.begins[expert + 1];
  if (threadIdx.x < kTileTokens) {
    const std::uint32_t pair = a.order[min(first + threadIdx.x, end - 1)];
    rows.xRows[threadIdx.x] = a.xPerPair ? pair : pair / a.used;
    rows.yRows[threadIdx.x] = pair;
  }
  __syncthreads();
  multiplyTile<kType>(a.matrix, a.matrix.weights + expert * a.expertBytes,
                      a.matrix.bias == nullptr ? nullptr : a.matrix.bias + expert * a.matrix.rows,
                      rows, int(min(end - first, std::uint32_t(kTileTokens))));
}

template <ValueType kType>
Status launchTile(const MatmulArgs& args, Stream stream) {
  constexpr std::uint32_t kRows = kTileWarps * std::uint32_t(kGroupRows);
  return launch(
      matmulTile<kType>,
      dim3((args.rows + kRows - 1) / kRows, (args.tokens + kTileTokens - 1) / kTileTokens),
      dim3(kTileThreads), stream, args);
}

template <ValueType kType>
Status launchTile(const MoeMatmulArgs& args, Stream stream) {
  constexpr std::uint32_t kRows = kTileWarps * std::uint32_t(kGroupRows);
  const std::uint32_t pairs = args.matrix.tokens;
  // No more tiles than whole ones, and one that is not whole for each expert that has pairs.
  const std::uint32_t used = pairs < args.experts ? pairs : args.experts;
  return launch(moeMatmulTile<kType>,
                dim3((args.matrix.rows + kRows - 1) / kRows, pairs / kTileTokens + used),
                dim3(kTileThreads), stream, args);
}

}  // namespace alcove::kernels::cuda
