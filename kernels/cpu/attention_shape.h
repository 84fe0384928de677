// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/attention.h"

// Sizes that all instruction sets share, so that the caller need not know which one runs; private
// to the kernels.

namespace alcove::kernels::cpu {

// A row is one query head of one query token. Rows that share a KV head are worked on together, at
// most kAttentionRows at a time, against kAttentionKeys tokens of the context at a time.
inline constexpr std::size_t kAttentionRows = 48;
inline constexpr std::size_t kAttentionKeys = 16;

static inline std::size_t groupHeads(const AttentionArgs& args) {
  return args.heads / args.kvHeads;
}

// Rows of value vectors in scratch are a whole number of vectors of any instruction set.
static inline std::size_t paddedDim(std::size_t dim) { return (dim + 15) / 16 * 16; }

// What lies in front of the weighted values in a partial result: the largest score, and the sum of
// exp(score - largest).
inline constexpr std::size_t kPartialHead = 2;

// A score that counts for nothing, and the start of every maximum: so far apart that exp of the
// difference is 0, and finite, so that the difference is never NaN.
inline constexpr float kMaskedScore = -2e30f;
inline constexpr float kNoScore = -1e30f;

// How the scratch memory of one item is used; counts of floats.
struct AttentionScratch {
  float* queries;  // tile: [keyDim, kAttentionRows]; rows: [kAttentionRows, keyDim]; scaled
  float* keys;     // tile: [kAttentionKeys, keyDim]
  float* values;   // tile: [kAttentionKeys, valueDim]
  float* scores;   // tile: [kAttentionKeys, kAttentionRows]; rows: [kAttentionRows, kAttentionKeys]
  float* sums;     // [kAttentionRows, paddedDim(valueDim)]: weighted values
  float* largest;  // [kAttentionRows]
  float* totals;   // [kAttentionRows]: of exp(score - largest)
  float* shrink;   // [kAttentionRows]: exp(old largest - new largest)
  float* offsets;  // [kAttentionRows]: position of the row's token - args.start
};

static inline std::size_t attentionScratchFloats(const AttentionArgs& args) {
  return kAttentionRows * args.keyDim + kAttentionKeys * (args.keyDim + args.valueDim) +
         kAttentionRows * kAttentionKeys + kAttentionRows * paddedDim(args.valueDim) +
         4 * kAttentionRows;
}

static inline AttentionScratch divideScratch(const AttentionArgs& args, std::byte* scratch) {
  AttentionScratch parts;
  parts.queries = reinterpret_cast<float*>(scratch);
  parts.keys = parts.queries + kAttentionRows * args.keyDim;
  parts.values = parts.keys + kAttentionKeys * args.keyDim;
  parts.scores = parts.values + kAttentionKeys * args.valueDim;
  parts.sums = parts.scores + kAttentionRows * kAttentionKeys;
  parts.largest = parts.sums + kAttentionRows * paddedDim(args.valueDim);
  parts.totals = parts.largest + kAttentionRows;
  parts.shrink = parts.totals + kAttentionRows;
  parts.offsets = parts.shrink + kAttentionRows;
  return parts;
}

}  // namespace alcove::kernels::cpu
