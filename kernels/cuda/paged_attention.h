// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/activations.h"
#include "cuda/kv_write.h"

namespace alcove::kernels::cuda {

// Queries attend to the cached tokens of their own sequences (engine's op paged_attention). Each
// token's context is divided into `splits` parts that are attended to at once; a second kernel
// joins them (Dao et al., "Flash-Decoding for long-context inference", 2023).
struct PagedAttentionArgs {
  const float* queries = nullptr;  // [tokenCount, heads × keys.dim]
  CacheCells keys;
  CacheCells values;
  const Token* tokens = nullptr;
  const std::uint32_t* tables = nullptr;
  const float* sinks = nullptr;  // [heads], or null
  float* y = nullptr;            // [tokenCount, heads × values.dim]
  // [tokenCount, heads, splits, values.dim + 2]: sums, then their largest score and total weight;
  // null where there is one split.
  float* partial = nullptr;
  std::uint32_t tokenCount = 0;
  std::uint32_t heads = 0;
  std::uint32_t kvHeads = 0;
  std::uint32_t blockTokens = 0;
  std::uint32_t splits = 1;
  std::uint32_t window = 0;  // 0: none
  float scale = 1;
  float softCap = 0;  // 0: none
  bool causal = true;
  // Of y, where packed weights read it next; or null. Only with several splits and values.dim a
  // multiple of 32.
  ActivationWords* words = nullptr;
  ActivationScale* scales = nullptr;
  bool tiles = true;  // false: halves nowhere but in the cache
};

// Tokens of a sequence that has so many in the batch go to the tensor cores, as halves, if neither
// K nor V is F32 and heads have 128 values at most.
inline constexpr std::uint32_t kTileSequence = 16;

// What the kernels can do: dims are multiples of 4 up to this.
inline constexpr std::uint32_t kMostHeadDim = 512;

}  // namespace alcove::kernels::cuda
