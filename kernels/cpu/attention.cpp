// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/attention.h"

#include "cpu/attention_pass.h"
#include "cpu/rotation.h"
#include "cpu/simd.h"
#include "cpu/simd_math.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

using Four = float __attribute__((vector_size(16)));

// to[i, j] = from[j, i] × scale for 4 × 4 values.
ALCOVE_INLINE void transposeFour(const float* const* from, std::size_t column, float scale,
                                 float* to) {
  const Four a = loadUnaligned<Four>(from[0] + column) * scale;
  const Four b = loadUnaligned<Four>(from[1] + column) * scale;
  const Four c = loadUnaligned<Four>(from[2] + column) * scale;
  const Four d = loadUnaligned<Four>(from[3] + column) * scale;
  const Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const Four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Four abUpper = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Four cdUpper = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  storeUnaligned(to, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
  storeUnaligned(to + kAttentionRows, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
  storeUnaligned(to + 2 * kAttentionRows, __builtin_shufflevector(abUpper, cdUpper, 0, 1, 4, 5));
  storeUnaligned(to + 3 * kAttentionRows, __builtin_shufflevector(abUpper, cdUpper, 2, 3, 6, 7));
}

// The statistics before any key was seen: of the head's sink, where there is one.
ALCOVE_INLINE void resetStatistics(const AttentionArgs& args, const AttentionItem& item,
                                   const AttentionScratch& scratch, std::size_t row,
                                   std::size_t head) {
  const bool sink = args.sinks && item.contextBegin == 0;
  const float score = sink ? args.sinks[head] : kNoScore;
  scratch.largest[row] = score > kNoScore ? score : kNoScore;
  scratch.totals[row] = sink ? 1 : 0;
}

// As the keys are.
void rotateQueries(const AttentionArgs& args, const AttentionRows& rows,
                   const AttentionScratch& scratch) {
  if (!useTile(rows.count)) return rotateRow(scratch.queries, rows.count * args.keyDim);
  for (std::size_t d = 0; d < args.keyDim; d += kRotated) {
    rotateColumns(scratch.queries + d * kAttentionRows, kAttentionRows);
  }
}

// Copies the queries in the order that the pass wants and resets the statistics.
void prepare(const AttentionArgs& args, const AttentionItem& item, const AttentionRows& rows,
             const AttentionScratch& scratch) {
  const std::size_t group = groupHeads(args);
  const float* from[kAttentionRows];
  std::size_t token = rows.token, head = rows.head;
  for (std::size_t row = 0; row < rows.count; ++row) {
    from[row] = args.queries + (token * args.heads + item.kvHead * group + head) * args.keyDim;
    scratch.offsets[row] = float(token);
    resetStatistics(args, item, scratch, row, item.kvHead * group + head);
    if (++head == group) {
      head = 0;
      ++token;
    }
  }
  for (std::size_t row = rows.count; row < kAttentionRows; ++row) {
    // Lanes without a row repeat the last one; nobody looks at their results.
    scratch.largest[row] = kNoScore;
    scratch.totals[row] = 0;
    scratch.offsets[row] = scratch.offsets[rows.count - 1];
    from[row] = from[rows.count - 1];
  }
  if (useTile(rows.count)) {
    for (std::size_t row = 0; row < kAttentionRows; row += 4) {
      for (std::size_t d = 0; d < args.keyDim; d += 4) {
        transposeFour(from + row, d, args.scale, scratch.queries + d * kAttentionRows + row);
      }
    }
  } else {
    for (std::size_t row = 0; row < rows.count; ++row) {
      float* to = scratch.queries + row * args.keyDim;
      for (std::size_t d = 0; d < args.keyDim; ++d) to[d] = from[row][d] * args.scale;
    }
  }
  if (isBlocked(args.keyType)) rotateQueries(args, rows, scratch);
  // The tile's strips reach past the last row, but never by kLanes.
  const std::size_t reach = rows.count + kLanes;
  const std::size_t used = reach < kAttentionRows ? reach : kAttentionRows;
  __builtin_memset(scratch.sums, 0, used * paddedDim(args.valueDim) * sizeof(float));
}

// One KV head's K and V of the cache block of a position.
struct BlockRows {
  const std::byte* keys;
  const std::byte* values;
  std::size_t keyRow;  // bytes of one token
  std::size_t valueRow;
};

BlockRows blockRows(const AttentionArgs& args, std::size_t kvHead, std::size_t position) {
  const std::size_t block = args.blockTable[position / args.blockTokens];
  const std::size_t keyRow = cachedBytes(args.keyType, args.keyDim);
  const std::size_t valueRow = cachedBytes(args.valueType, args.valueDim);
  const std::size_t token = kvHead * args.blockTokens;
  return {args.keys + block * args.keyBlockBytes + token * keyRow,
          args.values + block * args.valueBlockBytes + token * valueRow, keyRow, valueRow};
}

// Blocks lie anywhere: the processor cannot guess where the next one is.
ALCOVE_INLINE void prefetchBlock(const AttentionArgs& args, std::size_t kvHead,
                                 std::size_t position) {
  const BlockRows next = blockRows(args, kvHead, position);
  prefetchBytes<2>(next.keys, args.blockTokens * next.keyRow);
  prefetchBytes<2>(next.values, args.blockTokens * next.valueRow);
}

// Walks over the part of the context that some of the rows see.
void walkContext(const AttentionArgs& args, const AttentionItem& item, const AttentionRows& rows,
                 const AttentionScratch& scratch) {
  const std::size_t group = groupHeads(args);
  const std::size_t lastToken = rows.token + (rows.head + rows.count - 1) / group;
  const std::size_t seen = args.visible ? args.visible : args.start + lastToken + 1;
  const std::size_t end = seen < item.contextEnd ? seen : item.contextEnd;
  const std::size_t first = args.start + rows.token + 1;
  const std::size_t windowBegin = args.window && first > args.window ? first - args.window : 0;
  std::size_t position = windowBegin > item.contextBegin ? windowBegin : item.contextBegin;
  const bool tile = useTile(rows.count);
  while (position < end) {
    const BlockRows block = blockRows(args, item.kvHead, position);
    const std::size_t inBlock = position % args.blockTokens;
    std::size_t count = args.blockTokens - inBlock;
    // The same runs whatever the blocks' size, so that it does not change the result.
    const std::size_t inRun = kAttentionKeys - position % kAttentionKeys;
    if (count > inRun) count = inRun;
    if (count > end - position) count = end - position;
    const KeyRun run{position, count, block.keys + inBlock * block.keyRow,
                     block.values + inBlock * block.valueRow};
    const std::size_t nextBlock = position - inBlock + args.blockTokens;
    if (!tile && nextBlock < end) prefetchBlock(args, item.kvHead, nextBlock);
    if (tile) {
      attendTile(args, rows, run, scratch);
    } else {
      attendRows(args, rows, run, scratch);
    }
    position += count;
  }
}

void finish(const AttentionArgs& args, const AttentionItem& item, const AttentionRows& rows,
            const AttentionScratch& scratch) {
  const std::size_t group = groupHeads(args);
  for (std::size_t row = 0; row < rows.count; ++row) {
    const std::size_t index = rows.head + row;
    const std::size_t token = rows.token + index / group;
    const float* sums = scratch.sums + row * paddedDim(args.valueDim);
    float* to;
    float factor = 1;
    if (item.partial) {
      const std::size_t itemRow = (token - item.tokenBegin) * group + index % group;
      to = item.partial + itemRow * (kPartialHead + args.valueDim);
      to[0] = scratch.largest[row];
      to[1] = scratch.totals[row];
      to += kPartialHead;
    } else {
      to = args.output + (token * args.heads + item.kvHead * group + index % group) * args.valueDim;
      factor = scratch.totals[row] > 0 ? 1 / scratch.totals[row] : 0;
    }
    for (std::size_t d = 0; d < args.valueDim; ++d) to[d] = sums[d] * factor;
    if (isBlocked(args.valueType) && !item.partial) rotateRow(to, args.valueDim);
  }
}

// Weights of the parts relative to the largest score of all; they sum up the values to `to`.
void mergeRow(const AttentionArgs& args, const float* first, std::size_t parts,
              std::size_t distance, float* to) {
  float largest = kNoScore;
  for (std::size_t i = 0; i < parts; ++i) {
    const float candidate = first[i * distance];
    largest = candidate > largest ? candidate : largest;
  }
  float total = 0;
  for (std::size_t d = 0; d < args.valueDim; ++d) to[d] = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const float* part = first + i * distance;
    float weight[kLanes];
    store(weight, exponential(splat(part[0] - largest)));
    total += weight[0] * part[1];
    for (std::size_t d = 0; d < args.valueDim; ++d) to[d] += weight[0] * part[kPartialHead + d];
  }
  const float inverse = total > 0 ? 1 / total : 0;
  for (std::size_t d = 0; d < args.valueDim; ++d) to[d] *= inverse;
  if (isBlocked(args.valueType)) rotateRow(to, args.valueDim);
}

}  // namespace

void attention(const AttentionArgs& args, const AttentionItem& item) {
  const AttentionScratch scratch = divideScratch(args, item.scratch);
  const std::size_t group = groupHeads(args);
  const std::size_t all = (item.tokenEnd - item.tokenBegin) * group;
  for (std::size_t begin = 0; begin < all; begin += kAttentionRows) {
    const std::size_t left = all - begin;
    const AttentionRows rows{item.tokenBegin + begin / group, begin % group,
                             left < kAttentionRows ? left : kAttentionRows};
    prepare(args, item, rows, scratch);
    walkContext(args, item, rows, scratch);
    finish(args, item, rows, scratch);
  }
}

void attentionMerge(const AttentionArgs& args, const AttentionMergeArgs& merge) {
  const std::size_t group = groupHeads(args);
  const std::size_t tokens = merge.tokenEnd - merge.tokenBegin;
  const std::size_t distance = tokens * group * (kPartialHead + args.valueDim);
  for (std::size_t row = 0; row < tokens * group; ++row) {
    const std::size_t token = merge.tokenBegin + row / group;
    const std::size_t head = merge.kvHead * group + row % group;
    mergeRow(args, merge.partials + row * (kPartialHead + args.valueDim), merge.parts, distance,
             args.output + (token * args.heads + head) * args.valueDim);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
