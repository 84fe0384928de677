// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/paged_attention_tile.h"

#include <cstring>

#include "cuda/cached_values.h"
#include "cuda/launch.h"
#include "cuda/mma.h"
#include "cuda/rotation.h"

// A block of threads takes 64 queries: some tokens that follow each other, with some heads of one
// KV head each, 16 for each warp. Keys and values come in chunks of 32 positions, as halves in
// shared memory; scores stay in registers, where they are the left operand of the second product
// as they are (Dao, "FlashAttention-2", 2023).

namespace alcove::kernels::cuda {
namespace {

constexpr int kWarps = 4;
constexpr int kThreads = kWarps * kLanes;
constexpr int kWarpRows = 16;
constexpr int kRows = kWarps * kWarpRows;
constexpr int kMostHeads = 8;
constexpr int kChunk = 32;               // positions
constexpr int kScoreParts = kChunk / 8;  // of eight positions
constexpr float kLowest = -3.0e38f;

// Rows of halves in words, padded so that lanes meet different banks.
template <int kDim>
struct Layout {
  static constexpr int kKeyStride = kDim / 2 + 4;  // of queries as well
  static constexpr int kValueStride = kDim + 8;    // of pairs of positions
  static constexpr int kValuesAt = kChunk * kKeyStride;
  static constexpr int kResultStride = kLanes + 1;
  static constexpr int kWords = kRows * kKeyStride;
  static_assert(kWords >= kValuesAt + kChunk / 2 * kValueStride);
  static_assert(kWords >= kRows * kResultStride && kWords % 4 == 0);
};

__device__ inline std::uint32_t packHalves(float low, float high) {
  const __half2 both = __floats2half2_rn(low, high);
  std::uint32_t word;
  memcpy(&word, &both, sizeof word);
  return word;
}

// Which query a row of the tile is.
struct Row {
  std::uint32_t token, head;
  bool valid;
};

struct Tile {
  std::uint32_t kvHead, firstHead, heads, firstToken, tokens;

  __device__ explicit Tile(const PagedAttentionArgs& a) {
    const std::uint32_t ratio = a.heads / a.kvHeads, most = kMostHeads;
    const std::uint32_t parts = (ratio + most - 1) / most, first = blockIdx.x % parts * most;
    kvHead = blockIdx.x / parts;
    firstHead = kvHead * ratio + first;
    heads = min(ratio - first, most);
    const std::uint32_t each = kRows / min(ratio, most);
    firstToken = blockIdx.y * each;
    tokens = min(each, a.tokenCount - firstToken);
  }
  [[nodiscard]] __device__ Row row(int index) const {
    const std::uint32_t token = std::uint32_t(index) / heads;
    return {firstToken + token, firstHead + std::uint32_t(index) % heads, token < tokens};
  }
};

__device__ inline float4 loadFour(ValueType type, const std::uint8_t* row, std::uint32_t index) {
  if (type == ValueType::Q8_0) return cachedFour<ValueType::Q8_0>(row, index);
  if (type == ValueType::Q4_0) return cachedFour<ValueType::Q4_0>(row, index);
  return cachedFour<ValueType::F16>(row, index);
}

// Four values of a position; zeros beyond the last one and beyond the head's size.
__device__ inline float4 fourOf(const PagedAttentionArgs& a, const CacheCells& store,
                                const Tile& tile, const Token& token, std::uint32_t position,
                                std::uint32_t end, std::uint32_t four) {
  if (position >= end || four * 4 >= store.dim) return make_float4(0, 0, 0, 0);
  const std::uint32_t block = a.tables[token.table + position / a.blockTokens];
  const std::uint8_t* const row =
      store.cells + block * store.blockBytes +
      (std::size_t(tile.kvHead) * a.blockTokens + position % a.blockTokens) *
          cachedBytes(store.type, store.dim);
  return loadFour(store.type, row, four);
}

// Queries as halves, times the scale, rotated if keys are.
template <int kDim>
__device__ void stageQueries(const PagedAttentionArgs& a, const Tile& tile, std::uint32_t* memory) {
  auto* const halves = reinterpret_cast<std::uint16_t*>(memory);
  const int lane = threadIdx.x % kLanes;
  constexpr int kParts = kDim / kLanes;
  for (int i = threadIdx.x / kLanes; i < kRows * kParts; i += kWarps) {
    const int index = i / kParts;
    const Row row = tile.row(index);
    const auto column = std::uint32_t(i % kParts * kLanes + lane);
    float value = 0;
    if (row.valid && column < a.keys.dim)
      value =
          a.scale * a.queries[(std::size_t(row.token) * a.heads + row.head) * a.keys.dim + column];
    if (isRotated(a.keys.type)) value = rotateInWarp(value);
    halves[index * Layout<kDim>::kKeyStride * 2 + int(column)] =
        __half_as_ushort(__float2half_rn(value));
  }
}

template <int kDim>
__device__ void stageChunk(const PagedAttentionArgs& a, const Tile& tile, const Token& token,
                           std::uint32_t first, std::uint32_t end, std::uint32_t* memory) {
  constexpr int kFours = kDim / 4;
  for (int i = threadIdx.x; i < kChunk * kFours; i += kThreads) {
    const int position = i / kFours, four = i % kFours;
    const float4 key = fourOf(a, a.keys, tile, token, first + position, end, four);
    *reinterpret_cast<uint2*>(memory + position * Layout<kDim>::kKeyStride + 2 * four) =
        make_uint2(packHalves(key.x, key.y), packHalves(key.z, key.w));
  }
  std::uint32_t* const values = memory + Layout<kDim>::kValuesAt;
  for (int i = threadIdx.x; i < kChunk / 2 * kFours; i += kThreads) {
    const int pair = i / kFours, four = i % kFours;
    const float4 one = fourOf(a, a.values, tile, token, first + 2 * pair, end, four);
    const float4 two = fourOf(a, a.values, tile, token, first + 2 * pair + 1, end, four);
    *reinterpret_cast<uint4*>(values + pair * Layout<kDim>::kValueStride + 4 * four) =
        make_uint4(packHalves(one.x, two.x), packHalves(one.y, two.y), packHalves(one.z, two.z),
                   packHalves(one.w, two.w));
  }
}

// What a thread keeps of rows lane / 4 (index 0) and lane / 4 + 8 of its warp.
template <int kDim>
struct Running {
  std::uint32_t queries[kDim / 16][4];
  float sums[kDim / 8][4];
  float largest[2];
  float total[2];
};

// Which positions a row sees of the chunks of a run; none if it is not in the run.
struct Sight {
  std::uint32_t begin, end;
};

__device__ inline Sight sightOf(const PagedAttentionArgs& a, const Token& token) {
  const std::uint32_t end = a.causal ? token.position + 1 : token.count;
  return {a.window > 0 && end > a.window ? end - a.window : 0, end};
}

template <int kDim>
__device__ inline void scoreChunk(const Running<kDim>& mine, const std::uint32_t* memory,
                                  float (&scores)[kScoreParts][4]) {
  const int lane = threadIdx.x % kLanes;
#pragma unroll
  for (int part = 0; part < kScoreParts; ++part) {
#pragma unroll
    for (float& score : scores[part]) score = 0;
    const std::uint32_t* const key =
        memory + (8 * part + lane / 4) * Layout<kDim>::kKeyStride + lane % 4;
#pragma unroll
    for (int step = 0; step < kDim / 16; ++step)
      multiplyHalves(scores[part], mine.queries[step], key[8 * step], key[8 * step + 4]);
  }
}

// Scores become weights, and what was summed before is brought to the new largest score.
template <int kDim>
__device__ inline void weighChunk(const PagedAttentionArgs& a, const Sight (&sights)[2],
                                  std::uint32_t first, Running<kDim>& mine,
                                  float (&scores)[kScoreParts][4]) {
  const int lane = threadIdx.x % kLanes;
  const auto seen = [&](int part, int j) {
    const std::uint32_t position = first + 8 * part + lane % 4 * 2 + j % 2;
    return position >= sights[j / 2].begin && position < sights[j / 2].end;
  };
  float largest[2] = {mine.largest[0], mine.largest[1]};
#pragma unroll
  for (int part = 0; part < kScoreParts; ++part)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      float& score = scores[part][j];
      if (a.softCap > 0) score = a.softCap * tanhf(score / a.softCap);
      if (seen(part, j)) largest[j / 2] = fmaxf(largest[j / 2], score);
    }
  float total[2] = {}, shrink[2];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    largest[i] = fmaxf(largest[i], __shfl_xor_sync(kAllLanes, largest[i], 1));
    largest[i] = fmaxf(largest[i], __shfl_xor_sync(kAllLanes, largest[i], 2));
    shrink[i] = expf(mine.largest[i] - largest[i]);
    mine.largest[i] = largest[i];
  }
#pragma unroll
  for (int part = 0; part < kScoreParts; ++part)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const float weight = seen(part, j) ? expf(scores[part][j] - largest[j / 2]) : 0.0f;
      scores[part][j] = weight;
      total[j / 2] += weight;
    }
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    total[i] += __shfl_xor_sync(kAllLanes, total[i], 1);
    total[i] += __shfl_xor_sync(kAllLanes, total[i], 2);
    mine.total[i] = mine.total[i] * shrink[i] + total[i];
  }
#pragma unroll
  for (auto& sums : mine.sums)
#pragma unroll
    for (int j = 0; j < 4; ++j) sums[j] *= shrink[j / 2];
}

template <int kDim>
__device__ inline void addValues(const std::uint32_t* memory,
                                 const float (&weights)[kScoreParts][4], Running<kDim>& mine) {
  const int lane = threadIdx.x % kLanes;
#pragma unroll
  for (int half = 0; half < kChunk / 16; ++half) {
    const auto& low = weights[2 * half];
    const auto& high = weights[2 * half + 1];
    const std::uint32_t left[4] = {packHalves(low[0], low[1]), packHalves(low[2], low[3]),
                                   packHalves(high[0], high[1]), packHalves(high[2], high[3])};
    const std::uint32_t* const value = memory + Layout<kDim>::kValuesAt +
                                       (8 * half + lane % 4) * Layout<kDim>::kValueStride +
                                       lane / 4;
#pragma unroll
    for (int part = 0; part < kDim / 8; ++part)
      multiplyHalves(mine.sums[part], left, value[8 * part],
                     value[4 * Layout<kDim>::kValueStride + 8 * part]);
  }
}

// Tokens first … first + count - 1 of the batch, which are of one sequence, within the tile.
template <int kDim>
__device__ void attendRun(const PagedAttentionArgs& a, const Tile& tile, std::uint32_t first,
                          std::uint32_t count, std::uint32_t* memory, Running<kDim>& mine) {
  const Token front = a.tokens[first], back = a.tokens[first + count - 1];
  const int row = threadIdx.x / kLanes * kWarpRows + threadIdx.x % kLanes / 4;
  Sight sights[2] = {};
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    const Row query = tile.row(row + 8 * i);
    if (query.valid && query.token >= first && query.token < first + count)
      sights[i] = sightOf(a, a.tokens[query.token]);
  }
  const std::uint32_t end = sightOf(a, back).end;
  for (std::uint32_t at = sightOf(a, front).begin; at < end; at += kChunk) {
    __syncthreads();
    stageChunk<kDim>(a, tile, front, at, end, memory);
    __syncthreads();
    float scores[kScoreParts][4];
    scoreChunk<kDim>(mine, memory, scores);
    weighChunk<kDim>(a, sights, at, mine, scores);
    addValues<kDim>(memory, scores, mine);
  }
}

// 32 columns at a time through shared memory, where they are turned back if they are rotated.
template <int kDim>
__device__ void writeRows(const PagedAttentionArgs& a, const Tile& tile, std::uint32_t* memory,
                          const Running<kDim>& mine) {
  constexpr int kStride = Layout<kDim>::kResultStride;
  const int lane = threadIdx.x % kLanes, firstRow = threadIdx.x / kLanes * kWarpRows;
  float* const rows = reinterpret_cast<float*>(memory) + firstRow * kStride;
  __syncthreads();
#pragma unroll
  for (int columns = 0; columns < kDim; columns += kLanes) {
#pragma unroll
    for (int part = 0; part < kLanes / 8; ++part)
#pragma unroll
      for (int j = 0; j < 4; ++j)
        rows[(lane / 4 + j / 2 * 8) * kStride + 8 * part + lane % 4 * 2 + j % 2] =
            mine.sums[columns / 8 + part][j] / mine.total[j / 2];
    __syncwarp();
    const auto column = std::uint32_t(columns + lane);
    for (int i = 0; i < kWarpRows; ++i) {
      float value = rows[i * kStride + lane];
      if (isRotated(a.values.type)) value = rotateInWarp(value);
      const Row query = tile.row(firstRow + i);
      if (query.valid && column < a.values.dim && a.tokens[query.token].batch >= kTileSequence)
        a.y[(std::size_t(query.token) * a.heads + query.head) * a.values.dim + column] = value;
    }
    __syncwarp();
  }
}

template <int kDim>
__global__ void __launch_bounds__(kThreads) pagedAttentionTile(PagedAttentionArgs a) {
  __shared__ uint4 aligned[Layout<kDim>::kWords / 4];
  auto* const memory = reinterpret_cast<std::uint32_t*>(aligned);
  const Tile tile(a);
  const int lane = threadIdx.x % kLanes;
  const int row = threadIdx.x / kLanes * kWarpRows + lane / 4;
  stageQueries<kDim>(a, tile, memory);
  __syncthreads();
  Running<kDim> mine{};
#pragma unroll
  for (int step = 0; step < kDim / 16; ++step)
#pragma unroll
    for (int j = 0; j < 4; ++j)
      mine.queries[step][j] =
          memory[(row + j % 2 * 8) * Layout<kDim>::kKeyStride + 8 * step + lane % 4 + j / 2 * 4];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    const Row query = tile.row(row + 8 * i);
    const bool sink = a.sinks != nullptr && query.valid;
    mine.largest[i] = sink ? a.sinks[query.head] : kLowest;
    mine.total[i] = sink ? 1.0f : 0.0f;
  }
  const std::uint32_t end = tile.firstToken + tile.tokens;
  for (std::uint32_t first = tile.firstToken; first < end;) {
    const Token token = a.tokens[first];
    std::uint32_t count = 1;
    while (first + count < end && a.tokens[first + count].table == token.table) ++count;
    if (token.batch >= kTileSequence) attendRun<kDim>(a, tile, first, count, memory, mine);
    first += count;
  }
  writeRows<kDim>(a, tile, memory, mine);
}

}  // namespace

Status attendByTiles(const PagedAttentionArgs& args, Stream stream) {
  const std::uint32_t ratio = args.heads / args.kvHeads, most = kMostHeads;
  const std::uint32_t each = kRows / (ratio < most ? ratio : most);
  const dim3 grid(args.kvHeads * ((ratio + most - 1) / most), (args.tokenCount + each - 1) / each);
  const bool small = args.keys.dim <= 64 && args.values.dim <= 64;
  return launch(small ? pagedAttentionTile<64> : pagedAttentionTile<128>, grid, dim3(kThreads),
                stream, args);
}

}  // namespace alcove::kernels::cuda
