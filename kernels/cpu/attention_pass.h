// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/attention_shape.h"
#include "cpu/cached_rows.h"
#include "cpu/simd.h"
#include "cpu/simd_math.h"

// What both ways of computing attention share; private to the kernels.

namespace alcove::kernels::cpu::ALCOVE_ISA {

// The rows of one item that are worked on together: counted from the item's first token, tokens
// outermost, then heads.
struct AttentionRows {
  std::size_t token;  // of the first row
  std::size_t head;   // of the first row, within the KV head's group
  std::size_t count;  // ≤ kAttentionRows
};

// A run of the context inside one cache block.
struct KeyRun {
  std::size_t position;
  std::size_t count;        // ≤ kAttentionKeys
  const std::byte* keys;    // [count, keyDim] of their type
  const std::byte* values;  // [count, valueDim]
};

ALCOVE_INLINE F32 capScore(F32 score, float softCap) {
  return mul(splat(softCap), hyperbolicTangent(div(score, splat(softCap))));
}

// Few rows (decode): keys are read once, as they are cached, and multiplied with every row.
void attendRows(const AttentionArgs& args, const AttentionRows& rows, const KeyRun& run,
                const AttentionScratch& scratch);

// Many rows: the lanes are rows, so nothing is summed or compared across lanes.
void attendTile(const AttentionArgs& args, const AttentionRows& rows, const KeyRun& run,
                const AttentionScratch& scratch);

// Few rows leave most lanes of a tile empty.
ALCOVE_INLINE bool useTile(std::size_t rows) { return rows > kLanes / 2; }

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
