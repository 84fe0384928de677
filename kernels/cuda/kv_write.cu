// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/kv_write.h"

#include "cuda/cached_values.h"
#include "cuda/launch.h"
#include "cuda/rotation.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kWarps = 4;

// Nearest whole number, halves away from zero. NaN becomes `low`.
__device__ inline int roundInto(float value, float low, float high) {
  if (!(value > low)) return int(low);
  const float inside = value < high ? value : high;
  return int(__fadd_rn(inside, inside < 0 ? -0.5f : 0.5f));
}

// Stores the scale and gives what values are multiplied with to become levels.
__device__ inline float writeScale(float scale, std::uint8_t* block) {
  const __half half = __float2half_rn(scale);
  if (threadIdx.x % kLanes == 0) *reinterpret_cast<std::uint16_t*>(block) = __half_as_ushort(half);
  const float stored = __half2float(half);
  return stored != 0 ? __fdiv_rn(1.0f, stored) : 0.0f;
}

__device__ inline void writeBytes(float value, std::uint8_t* block) {
  const float inverse = writeScale(__fdiv_rn(largestOfWarp(fabsf(value)), 127.0f), block);
  block[2 + threadIdx.x % kLanes] =
      std::uint8_t(roundInto(__fmul_rn(value, inverse), -127.0f, 127.0f));
}

// Levels are -8 … 7: the value farthest from zero becomes -8.
__device__ inline void writeNibbles(float value, std::uint8_t* block) {
  const float above = largestOfWarp(fmaxf(value, 0.0f)), below = largestOfWarp(fmaxf(-value, 0.0f));
  const float inverse =
      writeScale(above > below ? __fdiv_rn(above, -8.0f) : __fdiv_rn(below, 8.0f), block);
  const int level = roundInto(__fmul_rn(value, inverse), -8.0f, 7.0f) + 8;
  const int upper = __shfl_xor_sync(kAllLanes, level, 16);
  const int lane = threadIdx.x % kLanes;
  if (lane < 16) block[2 + lane] = std::uint8_t(level | upper << 4);
}

// A warp: 32 values of a head of a token, of K (blockIdx.y = 0) or V.
__global__ void kvWrite(KvWriteArgs a) {
  const CacheCells store = blockIdx.y == 0 ? a.cells[0] : a.cells[1];
  const int lane = threadIdx.x % kLanes;
  const std::uint32_t chunks = (store.dim + kLanes - 1) / kLanes;
  const std::uint32_t index = blockIdx.x * kWarps + threadIdx.x / kLanes;
  const std::uint32_t chunk = index % chunks, head = index / chunks % a.kvHeads;
  const std::uint32_t tokenIndex = index / chunks / a.kvHeads;
  if (tokenIndex >= a.tokenCount) return;
  const Token token = a.tokens[tokenIndex];
  const std::uint32_t block = a.tables[token.table + token.position / a.blockTokens];
  std::uint8_t* const row = store.cells + block * store.blockBytes +
                            (std::size_t(head) * a.blockTokens + token.position % a.blockTokens) *
                                cachedBytes(store.type, store.dim);
  const std::uint32_t column = chunk * kLanes + lane;
  const bool inside = column < store.dim;
  const float* const from = (blockIdx.y == 0 ? a.rows[0] : a.rows[1]) +
                            (std::size_t(tokenIndex) * a.kvHeads + head) * store.dim;
  const float value = inside ? from[column] : 0.0f;
  if (store.type == ValueType::Q8_0)
    writeBytes(rotateInWarp(value), row + cachedBytes(ValueType::Q8_0, chunk * kCachedBlock));
  else if (store.type == ValueType::Q4_0)
    writeNibbles(rotateInWarp(value), row + cachedBytes(ValueType::Q4_0, chunk * kCachedBlock));
  else if (inside && store.type == ValueType::F16)
    reinterpret_cast<std::uint16_t*>(row)[column] = __half_as_ushort(__float2half_rn(value));
  else if (inside)
    reinterpret_cast<float*>(row)[column] = value;
}

}  // namespace

Status launchKvWrite(const KvWriteArgs& args, Stream stream) {
  const std::uint32_t dim =
      args.cells[0].dim > args.cells[1].dim ? args.cells[0].dim : args.cells[1].dim;
  const std::uint32_t warps = args.tokenCount * args.kvHeads * ((dim + kLanes - 1) / kLanes);
  return launch(kvWrite, dim3((warps + kWarps - 1) / kWarps, 2), dim3(kWarps * kLanes), stream,
                args);
}

}  // namespace alcove::kernels::cuda
