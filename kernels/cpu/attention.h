// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

// Attention of the newest tokens of one sequence over its paged KV cache; causal, unless `visible`
// says otherwise.
//
// One item of work is one KV head (with all query heads that share it) for a range of query tokens,
// over all or part of the context. Items are independent: any number of threads may work on
// different ones. A long context with few heads is split into items over parts of the context,
// each of which leaves a partial result; attentionMerge puts them together.

namespace alcove::kernels::cpu {

struct AttentionArgs {
  const float* queries = nullptr;  // [tokens, heads, keyDim]
  float* output = nullptr;         // [tokens, heads, valueDim]
  // Block b of this layer: keys + b × keyBlockBytes, [kvHeads, blockTokens, keyDim] of keyType,
  // and values + b × valueBlockBytes, [kvHeads, blockTokens, valueDim] of valueType.
  const std::byte* keys = nullptr;
  const std::byte* values = nullptr;
  std::size_t keyBlockBytes = 0;
  std::size_t valueBlockBytes = 0;
  const std::uint32_t* blockTable = nullptr;  // position p is in block blockTable[p / blockTokens]
  ValueType keyType = ValueType::F16;  // F32, F16; Q8_0 or Q4_0 of rotated values (rotation.h)
  ValueType valueType = ValueType::F16;
  std::size_t blockTokens = 32;
  std::size_t heads = 0;  // a multiple of kvHeads
  std::size_t kvHeads = 0;
  std::size_t keyDim = 0;  // multiples of 8, and of 32 where the type has blocks
  std::size_t valueDim = 0;
  std::size_t start = 0;   // position of query token 0; its K and V are already in the cache
  std::size_t window = 0;  // a token sees itself and the window - 1 before it; 0: all before it
  // 0: a token sees no later one. Else every token sees the first `visible` positions (encoders);
  // no window then.
  std::size_t visible = 0;
  float softCap = 0;  // scores become softCap × tanh(score / softCap); 0: not
  float scale = 1;    // score = scale × query · key
  // [heads]: one more score of each head, of a token without a value; null: none. Neither scaled
  // nor capped.
  const float* sinks = nullptr;
};

struct AttentionItem {
  std::size_t kvHead = 0;
  std::size_t tokenBegin = 0;  // query tokens, counted from args.queries
  std::size_t tokenEnd = 0;
  // Only these positions of the context are looked at. The defaults mean all that the mask allows.
  // The sink counts as part of the context that begins at 0.
  std::size_t contextBegin = 0;
  std::size_t contextEnd = SIZE_MAX;
  // Null: the finished result goes to args.output. Else the item's partial result is written here:
  // attentionPartialFloats(args, tokenEnd - tokenBegin) floats.
  float* partial = nullptr;
  std::byte* scratch = nullptr;  // attentionScratchBytes(args), aligned to 64, of this thread alone
};

// Query tokens of one item that make good use of the caches in prefill. Smaller and larger items
// are right too.
[[nodiscard]] std::size_t attentionTileTokens(const AttentionArgs& args);

[[nodiscard]] std::size_t attentionScratchBytes(const AttentionArgs& args);

// Floats of the partial results of `tokens` tokens for one KV head over one part of the context.
[[nodiscard]] std::size_t attentionPartialFloats(const AttentionArgs& args, std::size_t tokens);

// Writes args.output for one KV head and query tokens [tokenBegin, tokenEnd) from `parts` partial
// results of items that had this very head and range; part i at partials + i ×
// attentionPartialFloats(args, tokenEnd - tokenBegin). The parts must cover the context.
struct AttentionMergeArgs {
  const float* partials = nullptr;
  std::size_t parts = 0;
  std::size_t kvHead = 0;
  std::size_t tokenBegin = 0;
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
