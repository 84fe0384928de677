// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/paged_attention.h"

#include "cuda/cached_values.h"
#include "cuda/dynamic_shared.h"
#include "cuda/launch.h"
#include "cuda/paged_attention_tile.h"
#include "cuda/quantize.h"
#include "cuda/rotation.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kWarps = 4;
constexpr int kThreads = kWarps * kLanes;
constexpr int kHeads = 8;       // of one KV head, that a block of threads takes together
constexpr int kChunk = 64;      // positions between two looks at the largest score
constexpr int kLanesOfRow = 8;  // that share a key
constexpr float kLowest = -3.0e38f;
constexpr int kBlocksOfCore = 4;  // leave each thread 128 registers; the compiler alone would spill

// Whether the other kernel does it.
__device__ inline bool isForTiles(const PagedAttentionArgs& a, const Token& token) {
  return a.tiles && token.batch >= kTileSequence;
}

// A block of threads: some heads of one KV head, one token, one split of its context.
struct Task {
  std::uint32_t index;  // of the token
  Token token;
  std::uint32_t kvHead, firstHead;
  int heads;  // up to kHeads
  std::uint32_t begin, end;
};

__device__ inline Task taskOf(const PagedAttentionArgs& a) {
  Task task;
  const std::uint32_t ratio = a.heads / a.kvHeads, tiles = (ratio + kHeads - 1) / kHeads;
  const std::uint32_t first = blockIdx.x % tiles * kHeads;
  task.kvHead = blockIdx.x / tiles;
  task.firstHead = task.kvHead * ratio + first;
  task.heads = int(min(ratio - first, std::uint32_t(kHeads)));
  task.index = blockIdx.y;
  task.token = a.tokens[task.index];
  const std::uint32_t end = a.causal ? task.token.position + 1 : task.token.count;
  const std::uint32_t begin = a.window > 0 && end > a.window ? end - a.window : 0;
  const std::uint32_t each =
      ((end - begin + a.splits - 1) / a.splits + kChunk - 1) / kChunk * kChunk;
  task.begin = min(begin + blockIdx.z * each, end);
  task.end = min(task.begin + each, end);
  return task;
}

__device__ inline const std::uint8_t* rowOf(const PagedAttentionArgs& a, const CacheCells& store,
                                            const Task& task, std::uint32_t position) {
  const std::uint32_t block = a.tables[task.token.table + position / a.blockTokens];
  return store.cells + block * store.blockBytes +
         (std::size_t(task.kvHead) * a.blockTokens + position % a.blockTokens) *
             cachedBytes(store.type, store.dim);
}

// What all threads of a block share. The query of head h begins at queries + h × keys.dim.
struct Shared {
  float* queries;  // [kHeads, keys.dim]; at the end sums [groups, kHeads, values.dim]
  float weights[kHeads][kChunk];  // scores, then their exponentials
  float largest[kHeads];
  float total[kHeads];
  float shrink[kHeads];
};

template <ValueType kKey>
__device__ void loadQueries(const PagedAttentionArgs& a, const Task& task, Shared& shared) {
  const std::uint32_t dim = a.keys.dim;
  const float* const from = a.queries + (std::size_t(task.index) * a.heads + task.firstHead) * dim;
  const std::uint32_t count = std::uint32_t(task.heads) * dim;
  // Whole warps go round together, because they rotate together.
  for (std::uint32_t i = threadIdx.x; i < (count + kLanes - 1) / kLanes * kLanes; i += kThreads) {
    float value = i < count ? from[i] * a.scale : 0.0f;
    if constexpr (isRotated(kKey)) value = rotateInWarp(value);
    if (i < count) shared.queries[i] = value;
  }
}

template <ValueType kKey>
__device__ void scoreChunk(const PagedAttentionArgs& a, const Task& task, std::uint32_t first,
                           Shared& shared) {
  constexpr int kStep = kThreads / kLanesOfRow;
  const int part = threadIdx.x % kLanesOfRow;
  const std::uint32_t fours = a.keys.dim / 4;
#pragma unroll 1
  for (int i = threadIdx.x / kLanesOfRow; i < kChunk; i += kStep) {
    const std::uint32_t position = first + i;
    float sums[kHeads] = {};
    if (position < task.end) {
      const std::uint8_t* const row = rowOf(a, a.keys, task, position);
#pragma unroll 2
      for (std::uint32_t four = part; four < fours; four += kLanesOfRow) {
        const float4 key = cachedFour<kKey>(row, four);
#pragma unroll
        for (int h = 0; h < kHeads; ++h) {
          if (h >= task.heads) break;
          const float4 query =
              reinterpret_cast<const float4*>(shared.queries + h * a.keys.dim)[four];
          sums[h] += key.x * query.x + key.y * query.y + key.z * query.z + key.w * query.w;
        }
      }
    }
#pragma unroll
    for (int h = 0; h < kHeads; ++h) {
      if (h >= task.heads) break;
      float score = sums[h];
#pragma unroll
      for (int step = 1; step < kLanesOfRow; step *= 2)
        score += __shfl_xor_sync(kAllLanes, score, step);
      if (a.softCap > 0) score = a.softCap * tanhf(score / a.softCap);
      if (part == 0) shared.weights[h][i] = position < task.end ? score : kLowest;
    }
  }
}

// Scores become exponentials, relative to the largest so far (Milakov and Gimelshein, "Online
// normalizer calculation for softmax", 2018). A warp: every fourth head.
__device__ inline void weighChunk(const Task& task, std::uint32_t first, Shared& shared) {
  const int lane = threadIdx.x % kLanes;
  for (int h = threadIdx.x / kLanes; h < task.heads; h += kWarps) {
    float largest = kLowest;
    for (int i = lane; i < kChunk; i += kLanes) largest = fmaxf(largest, shared.weights[h][i]);
    const float before = shared.largest[h];
    largest = fmaxf(before, largestOfWarp(largest));
    float total = 0;
    for (int i = lane; i < kChunk; i += kLanes) {
      const float weight = first + i < task.end ? expf(shared.weights[h][i] - largest) : 0.0f;
      shared.weights[h][i] = weight;
      total += weight;
    }
    total = sumOfWarp(total);
    if (lane == 0) {
      const float shrink = expf(before - largest);
      shared.shrink[h] = shrink;
      shared.total[h] = shared.total[h] * shrink + total;
      shared.largest[h] = largest;
    }
    __syncwarp();
  }
}

// Threads take four columns of V each, and groups of threads take turns with the positions.
struct Columns {
  std::uint32_t four, group, groups;
  __device__ explicit Columns(const PagedAttentionArgs& a) {
    const std::uint32_t fours = a.values.dim / 4;
    groups = kThreads / fours;
    four = threadIdx.x % fours;
    group = threadIdx.x / fours;
  }
  [[nodiscard]] __device__ bool idle() const { return group >= groups; }
};

template <ValueType kValue>
__device__ void addValues(const PagedAttentionArgs& a, const Task& task, std::uint32_t first,
                          const Columns& columns, const Shared& shared, float4 (&sums)[kHeads]) {
  if (columns.idle()) return;
#pragma unroll
  for (int h = 0; h < kHeads; ++h) {
    if (h >= task.heads) break;
    const float shrink = shared.shrink[h];
    sums[h] =
        make_float4(sums[h].x * shrink, sums[h].y * shrink, sums[h].z * shrink, sums[h].w * shrink);
  }
  const std::uint32_t count = min(std::uint32_t(kChunk), task.end - first);
#pragma unroll 2
  for (std::uint32_t i = columns.group; i < count; i += columns.groups) {
    const float4 value = cachedFour<kValue>(rowOf(a, a.values, task, first + i), columns.four);
#pragma unroll
    for (int h = 0; h < kHeads; ++h) {
      if (h >= task.heads) break;
      const float weight = shared.weights[h][i];
      sums[h].x += weight * value.x;
      sums[h].y += weight * value.y;
      sums[h].z += weight * value.z;
      sums[h].w += weight * value.w;
    }
  }
}

// Where the sums of one head and split begin, for joining.
__device__ inline float* partialOf(const PagedAttentionArgs& a, std::uint32_t index,
                                   std::uint32_t head, std::uint32_t split) {
  return a.partial +
         ((std::size_t(index) * a.heads + head) * a.splits + split) * (a.values.dim + 2);
}

// Joins the groups' sums; with one split they are the result.
template <ValueType kValue>
__device__ void writeResult(const PagedAttentionArgs& a, const Task& task, const Columns& columns,
                            Shared& shared, const float4 (&sums)[kHeads]) {
  const std::uint32_t dim = a.values.dim, row = kHeads * dim;
  float* const all = shared.queries;
  if (!columns.idle())
#pragma unroll
    for (int h = 0; h < kHeads; ++h)
      if (h < task.heads)
        reinterpret_cast<float4*>(all + columns.group * row + h * dim)[columns.four] = sums[h];
  __syncthreads();
  const std::uint32_t count = std::uint32_t(task.heads) * dim;
  for (std::uint32_t i = threadIdx.x; i < (count + kLanes - 1) / kLanes * kLanes; i += kThreads) {
    float sum = 0;
    if (i < count)
      for (std::uint32_t group = 0; group < columns.groups; ++group) sum += all[group * row + i];
    if constexpr (isRotated(kValue)) sum = rotateInWarp(sum);
    if (i >= count) continue;
    const std::uint32_t h = i / dim, head = task.firstHead + h;
    if (a.splits == 1)
      a.y[(std::size_t(task.index) * a.heads + head) * dim + i % dim] = sum / shared.total[h];
    else
      partialOf(a, task.index, head, blockIdx.z)[i % dim] = sum;
  }
  if (a.splits > 1 && threadIdx.x < unsigned(task.heads)) {
    float* const partial = partialOf(a, task.index, task.firstHead + threadIdx.x, blockIdx.z);
    partial[dim] = shared.largest[threadIdx.x];
    partial[dim + 1] = shared.total[threadIdx.x];
  }
}

template <ValueType kKey, ValueType kValue>
__global__ void __launch_bounds__(kThreads, kBlocksOfCore) pagedAttention(PagedAttentionArgs a) {
  __shared__ Shared shared;
  const Task task = taskOf(a);
  if (isForTiles(a, task.token)) return;
  const Columns columns(a);
  if (threadIdx.x == 0) shared.queries = dynamicShared();
  if (threadIdx.x < unsigned(kHeads)) {
    const bool sink = a.sinks != nullptr && blockIdx.z == 0 && threadIdx.x < unsigned(task.heads);
    shared.largest[threadIdx.x] = sink ? a.sinks[task.firstHead + threadIdx.x] : kLowest;
    shared.total[threadIdx.x] = sink ? 1.0f : 0.0f;
  }
  __syncthreads();
  loadQueries<kKey>(a, task, shared);
  float4 sums[kHeads] = {};
  for (std::uint32_t first = task.begin; first < task.end; first += kChunk) {
    __syncthreads();
    scoreChunk<kKey>(a, task, first, shared);
    __syncthreads();
    weighChunk(task, first, shared);
    __syncthreads();
    addValues<kValue>(a, task, first, columns, shared, sums);
  }
  __syncthreads();
  writeResult<kValue>(a, task, columns, shared, sums);
}

// A block of threads: one head of one token.
__global__ void __launch_bounds__(kThreads) joinSplits(PagedAttentionArgs a) {
  const std::uint32_t head = blockIdx.x, index = blockIdx.y, dim = a.values.dim;
  if (isForTiles(a, a.tokens[index])) return;
  const float* const partial = partialOf(a, index, head, 0);
  float largest = kLowest, total = 0;
  for (std::uint32_t split = 0; split < a.splits; ++split)
    largest = fmaxf(largest, partial[split * (dim + 2) + dim]);
  for (std::uint32_t split = 0; split < a.splits; ++split)
    total +=
        partial[split * (dim + 2) + dim + 1] * expf(partial[split * (dim + 2) + dim] - largest);
  const std::uint32_t fours = dim / 4;
  float* const y = a.y + (std::size_t(index) * a.heads + head) * dim;
  for (std::uint32_t i = threadIdx.x; i < (fours + kLanes - 1) / kLanes * kLanes; i += kThreads) {
    float4 sum = make_float4(0, 0, 0, 0);
    const bool valid = i < fours;
    for (std::uint32_t split = 0; split < a.splits && valid; ++split) {
      const float* const from = partial + split * (dim + 2);
      const float weight = expf(from[dim] - largest) / total;
      sum.x += weight * from[4 * i];
      sum.y += weight * from[4 * i + 1];
      sum.z += weight * from[4 * i + 2];
      sum.w += weight * from[4 * i + 3];
    }
    if (valid) reinterpret_cast<float4*>(y)[i] = sum;
    if (a.words != nullptr) {
      const std::size_t first = (std::size_t(index) * a.heads + head) * (fours / kLanesOfBlock);
      quantizeFour(sum, first + i / kLanesOfBlock, valid, a.words, a.scales);
    }
  }
}

using Kernel = void (*)(PagedAttentionArgs);

template <ValueType kKey>
Kernel kernelFor(ValueType value) {
  switch (value) {
    case ValueType::F32:
      return pagedAttention<kKey, ValueType::F32>;
    case ValueType::Q8_0:
      return pagedAttention<kKey, ValueType::Q8_0>;
    case ValueType::Q4_0:
      return pagedAttention<kKey, ValueType::Q4_0>;
    default:
      return pagedAttention<kKey, ValueType::F16>;
  }
}

Kernel kernelFor(ValueType key, ValueType value) {
  switch (key) {
    case ValueType::F32:
      return kernelFor<ValueType::F32>(value);
    case ValueType::Q8_0:
      return kernelFor<ValueType::Q8_0>(value);
    case ValueType::Q4_0:
      return kernelFor<ValueType::Q4_0>(value);
    default:
      return kernelFor<ValueType::F16>(value);
  }
}

}  // namespace

namespace {

Status attendByTokens(const PagedAttentionArgs& args, Stream stream) {
  const std::uint32_t ratio = args.heads / args.kvHeads, tiles = (ratio + kHeads - 1) / kHeads;
  const std::uint32_t groups = kThreads / (args.values.dim / 4);
  const std::size_t queries = kHeads * args.keys.dim, sums = groups * kHeads * args.values.dim;
  const Status status =
      launch(kernelFor(args.keys.type, args.values.type),
             dim3(args.kvHeads * tiles, args.tokenCount, args.splits), dim3(kThreads), stream, args,
             (queries > sums ? queries : sums) * sizeof(float));
  if (status != Status::Ok || args.splits == 1) return status;
  return launch(joinSplits, dim3(args.heads, args.tokenCount), dim3(kThreads), stream, args);
}

}  // namespace

Status launchPagedAttention(const PagedAttentionArgs& args, Stream stream) {
  PagedAttentionArgs wanted = args;
  wanted.tiles = args.tiles && fitsTiles(args);
  const Status status = attendByTokens(wanted, stream);
  return status == Status::Ok && wanted.tiles ? attendByTiles(wanted, stream) : status;
}

}  // namespace alcove::kernels::cuda
