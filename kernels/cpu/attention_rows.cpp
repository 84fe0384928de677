// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/attention_pass.h"
#include "cpu/attention_product.h"
#include "cpu/simd.h"
#include "cpu/simd_math.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// fours[r] = sumFours of the products of query r with four keys.
template <ValueType kType, int kRows>
ALCOVE_INLINE void multiplyFourKeys(const std::byte* const (&keys)[4], const float* queries,
                                    std::size_t dim, F32 (&fours)[kRows]) {
  F32 sums[kRows][4];
  for (auto& row : sums) {
    for (F32& sum : row) sum = splat(0);
  }
  constexpr std::size_t kStep = isBlocked(kType) ? kCachedBlock : kLanes;
  std::size_t d = 0;
  for (; d + kStep <= dim; d += kStep) {
    const std::byte* steps[4];
    F32 scales[4];
    for (int j = 0; j < 4; ++j) {
      steps[j] = keys[j] + cachedBytes(kType, d);
      scales[j] = cachedScale<kType>(steps[j]);
    }
    for (std::size_t i = 0; i < kStep; i += kLanes) {
      F32 k[4];
      for (int j = 0; j < 4; ++j) k[j] = loadCached<kType>(steps[j], i, scales[j]);
      for (int r = 0; r < kRows; ++r) {
        const F32 q = load(queries + std::size_t(r) * dim + d + i);
        for (int j = 0; j < 4; ++j) sums[r][j] = fma(k[j], q, sums[r][j]);
      }
    }
  }
  if constexpr (!isBlocked(kType)) {
    if (d < dim) {
      for (int r = 0; r < kRows; ++r) {
        const F32 q = loadPartial(queries + std::size_t(r) * dim + d, dim - d);
        for (int j = 0; j < 4; ++j) {
          sums[r][j] = fma(loadCachedPartial<kType>(keys[j], d, dim - d), q, sums[r][j]);
        }
      }
    }
  }
  for (int r = 0; r < kRows; ++r) {
    fours[r] = sumFours(sums[r][0], sums[r][1], sums[r][2], sums[r][3]);
  }
}

// scores[row, key] of kRows rows, for whole vectors of keys: past the last key the last one is
// repeated, and weighRow masks what that gives.
template <ValueType kType, int kRows>
void scoreKeys(const AttentionArgs& args, const KeyRun& run, const float* queries, float* scores) {
  const std::size_t keyBytes = cachedBytes(kType, args.keyDim);
  for (std::size_t begin = 0; begin < run.count; begin += kLanes) {
    F32 fours[kRows][kLanes / 4];
    for (std::size_t i = 0; i < kLanes / 4; ++i) {
      const std::byte* keys[4];
      for (std::size_t j = 0; j < 4; ++j) {
        const std::size_t key = begin + 4 * i + j;
        keys[j] = run.keys + (key < run.count ? key : run.count - 1) * keyBytes;
      }
      F32 four[kRows];
      multiplyFourKeys<kType, kRows>(keys, queries, args.keyDim, four);
      for (int r = 0; r < kRows; ++r) fours[r][i] = four[r];
    }
    for (int r = 0; r < kRows; ++r) {
      store(scores + std::size_t(r) * kAttentionKeys + begin, joinFours(fours[r]));
    }
  }
}

// Turns the scores of one row into exp(score - largest) and brings its statistics up to date.
void weighRow(const AttentionArgs& args, const KeyRun& run, const AttentionScratch& scratch,
              std::size_t row) {
  float* scores = scratch.scores + row * kAttentionKeys;
  // The keys that the row sees: from `begin` (its window) to `end` (itself).
  const std::size_t position = args.start + std::size_t(scratch.offsets[row]);
  const std::size_t seen = args.visible ? args.visible : position + 1;
  const std::size_t visible = seen > run.position ? seen - run.position : 0;
  const std::size_t end = visible < run.count ? visible : run.count;
  const std::size_t firstSeen =
      args.window && position + 1 > args.window ? position + 1 - args.window : 0;
  const std::size_t hidden = firstSeen > run.position ? firstSeen - run.position : 0;
  const std::size_t begin = hidden < end ? hidden : end;
  for (std::size_t j = 0; j < begin; ++j) scores[j] = kMaskedScore;
  for (std::size_t j = end; j < kAttentionKeys; ++j) scores[j] = kMaskedScore;
  F32 weights[kAttentionKeys / kLanes];
  F32 largest = splat(scratch.largest[row]);
  for (std::size_t v = 0; v < kAttentionKeys / kLanes; ++v) {
    weights[v] = load(scores + v * kLanes);
    if (args.softCap != 0) {
      const F32 capped = capScore(weights[v], args.softCap);
      weights[v] = selectLess(splat(kNoScore), weights[v], capped, weights[v]);
    }
    largest = maximum(largest, weights[v]);
  }
  const float newLargest = maxLanes(largest);
  F32 total = splat(0);
  for (std::size_t v = 0; v < kAttentionKeys / kLanes; ++v) {
    const F32 weight = exponential(sub(weights[v], splat(newLargest)));
    store(scores + v * kLanes, weight);
    total = add(total, weight);
  }
  float shrink[kLanes];
  store(shrink, exponential(splat(scratch.largest[row] - newLargest)));
  scratch.shrink[row] = shrink[0];
  scratch.totals[row] = scratch.totals[row] * shrink[0] + sumLanes(total);
  scratch.largest[row] = newLargest;
}

template <int kRows>
void attendFew(const AttentionArgs& args, const KeyRun& run, const AttentionScratch& scratch,
               std::size_t row) {
  withCachedType(args.keyType, [&]<ValueType kType>(CachedType<kType>) {
    scoreKeys<kType, kRows>(args, run, scratch.queries + row * args.keyDim,
                            scratch.scores + row * kAttentionKeys);
  });
  for (std::size_t r = 0; r < kRows; ++r) weighRow(args, run, scratch, row + r);
  const std::size_t sumsRow = paddedDim(args.valueDim);
  const Product product{.a = scratch.scores + row * kAttentionKeys,
                        .aRow = kAttentionKeys,
                        .aStep = 1,
                        .b = run.values,
                        .bRow = cachedBytes(args.valueType, args.valueDim),
                        .c = scratch.sums + row * sumsRow,
                        .cRow = sumsRow,
                        .shrink = scratch.shrink + row,
                        .depth = run.count,
                        .columns = args.valueDim};
  withCachedType(args.valueType,
                 [&]<ValueType kType>(CachedType<kType>) { multiplyStrip<kType, kRows>(product); });
}

}  // namespace

void attendRows(const AttentionArgs& args, const AttentionRows& rows, const KeyRun& run,
                const AttentionScratch& scratch) {
  std::size_t row = 0;
  for (; row + 4 <= rows.count; row += 4) attendFew<4>(args, run, scratch, row);
  switch (rows.count - row) {
    case 3:
      return attendFew<3>(args, run, scratch, row);
    case 2:
      return attendFew<2>(args, run, scratch, row);
    case 1:
      return attendFew<1>(args, run, scratch, row);
    default:
      return;
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
