// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/embedding.h"

#include "cuda/elementwise.h"
#include "cuda/packed_weights.h"

namespace alcove::kernels::cuda {
namespace {

__device__ inline std::uint32_t rowOf(const EmbeddingArgs& a, std::uint32_t token) {
  if (a.rows == EmbeddingRows::Tokens) return a.tokens[token].id;
  return a.rows == EmbeddingRows::Positions ? a.tokens[token].position : 0;
}

// A thread: columns 4g … 4g + 3 and 16 + 4g … of a block of 32.
template <ValueType kType>
__global__ void embeddingPacked(EmbeddingArgs a) {
  const std::uint32_t blocks = a.columns / std::uint32_t(kSubColumns);
  const std::uint32_t count = a.tokenCount * blocks * 4;
  for (std::uint32_t i = firstElement(); i < count; i += elementStep()) {
    const int g = int(i % 4);
    const std::uint32_t block = i / 4 % blocks, token = i / 4 / blocks, row = rowOf(a, token);
    const int inGroup = int(row % kGroupRows);
    const std::uint8_t* const group =
        a.table + row / kGroupRows * packedLayout(kType).groupBytes(a.columns);
    const SubBlockAt<kType> at(group, block);
    const auto v = Vectors<kType, std::uint32_t>::load(at.values, g, inGroup);
    const WordPair words = unpackWords<kType>(v.low, v.low2, v.high, v.high2, g);
    const Line line = lineOf<kType>(at.unit, at.scales, inGroup);
    float* const y = a.y + std::size_t(token) * a.columns + block * kSubColumns + 4 * g;
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      y[j] = line.scale[0] * float(std::int8_t(words.first >> (8 * j))) + line.base[0];
      y[16 + j] = line.scale[1] * float(std::int8_t(words.second >> (8 * j))) + line.base[1];
    }
  }
}

template <ValueType kType>
__global__ void embeddingFloat(EmbeddingArgs a) {
  const std::uint32_t count = a.tokenCount * a.columns;
  for (std::uint32_t i = firstElement(); i < count; i += elementStep()) {
    const std::size_t at = std::size_t(rowOf(a, i / a.columns)) * a.columns + i % a.columns;
    if constexpr (kType == ValueType::F32) {
      a.y[i] = reinterpret_cast<const float*>(a.table)[at];
    } else {
      const std::uint32_t bits = reinterpret_cast<const std::uint16_t*>(a.table)[at];
      a.y[i] = kType == ValueType::F16 ? halfOf(bits) : __uint_as_float(bits << 16);
    }
  }
}

}  // namespace

Status launchEmbedding(const EmbeddingArgs& args, Stream stream) {
  const std::uint32_t values = args.tokenCount * args.columns;
  switch (args.type) {
#define ALCOVE_CASE(name) \
  case ValueType::name:   \
    return launchElements(embeddingPacked<ValueType::name>, values / 8, stream, args);
    ALCOVE_PACKED_TYPES(ALCOVE_CASE)
#undef ALCOVE_CASE
    case ValueType::F16:
      return launchElements(embeddingFloat<ValueType::F16>, values, stream, args);
    case ValueType::BF16:
      return launchElements(embeddingFloat<ValueType::BF16>, values, stream, args);
    default:
      return launchElements(embeddingFloat<ValueType::F32>, values, stream, args);
  }
}

}  // namespace alcove::kernels::cuda
