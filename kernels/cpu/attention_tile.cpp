// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/attention_pass.h"
#include "cpu/attention_product.h"
#include "cpu/simd.h"
#include "cpu/simd_math.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Keys, or rows, of one call of multiplyStrip; divides kAttentionKeys and kAttentionRows.
constexpr int kStrip = kLanes == 16 ? 8 : 4;
static_assert(kAttentionKeys % kStrip == 0 && kAttentionRows % kStrip == 0);

// What is cached, as floats: each number is used by many rows.
template <ValueType kType>
void widenAs(const std::byte* from, std::size_t count, float* to) {
  std::size_t i = 0;
  if constexpr (isBlocked(kType)) {
    for (; i < count; i += kCachedBlock) {
      const std::byte* block = from + cachedBytes(kType, i);
      const F32 scale = cachedScale<kType>(block);
      for (std::size_t j = 0; j < kCachedBlock; j += kLanes) {
        store(to + i + j, loadCached<kType>(block, j, scale));
      }
    }
  } else {
    for (; i + kLanes <= count; i += kLanes) store(to + i, loadCached<kType>(from, i, splat(0)));
    if (i < count) storePartial(to + i, loadCachedPartial<kType>(from, i, count - i), count - i);
  }
}

void widen(ValueType type, const std::byte* from, std::size_t count, float* to) {
  withCachedType(type,
                 [&]<ValueType kType>(CachedType<kType>) { widenAs<kType>(from, count, to); });
}

// Zeros after the last key, up to a whole strip: stale numbers there might be NaN.
void padKeys(const AttentionArgs& args, const KeyRun& run, float* keys) {
  const std::size_t padded = (run.count + kStrip - 1) / kStrip * kStrip;
  for (std::size_t i = run.count * args.keyDim; i < padded * args.keyDim; ++i) keys[i] = 0;
}

// scores[key, row]
void scoreKeys(const AttentionArgs& args, const KeyRun& run, const AttentionScratch& scratch,
               std::size_t paddedRows) {
  Product product{.a = scratch.keys,
                  .aRow = args.keyDim,
                  .aStep = 1,
                  .b = reinterpret_cast<const std::byte*>(scratch.queries),
                  .bRow = kAttentionRows * sizeof(float),
                  .c = scratch.scores,
                  .cRow = kAttentionRows,
                  .shrink = nullptr,
                  .depth = args.keyDim,
                  .columns = paddedRows};
  for (std::size_t key = 0; key < run.count; key += kStrip) {
    multiplyStrip<ValueType::F32, kStrip>(product);
    product.a += kStrip * args.keyDim;
    product.c += kStrip * kAttentionRows;
  }
}

// Whether some row of the tile does not see some key of the run.
bool needsMask(const AttentionArgs& args, const AttentionRows& rows, const KeyRun& run,
               const AttentionScratch& scratch) {
  if (args.visible) return false;  // the walk ends where sight does
  const std::size_t first = args.start + std::size_t(scratch.offsets[0]);
  const std::size_t last = args.start + std::size_t(scratch.offsets[rows.count - 1]);
  return run.position + run.count > first + 1 ||
         (args.window && run.position + args.window <= last);
}

// Turns the scores of kLanes rows into exp(score - largest) and brings their statistics up to date.
void weighRows(const AttentionArgs& args, const KeyRun& run, const AttentionScratch& scratch,
               std::size_t row, bool mask) {
  float* scores = scratch.scores + row;
  const F32 offsets = load(scratch.offsets + row);
  const F32 masked = splat(kMaskedScore);
  const F32 oldLargest = load(scratch.largest + row);
  F32 largest = oldLargest;
  for (std::size_t j = 0; j < run.count; ++j) {
    F32 score = load(scores + j * kAttentionRows);
    if (args.softCap != 0) score = capScore(score, args.softCap);
    if (mask) {
      const F32 key = splat(float(std::int64_t(run.position + j) - std::int64_t(args.start)));
      score = selectLess(offsets, key, masked, score);
      if (args.window) {
        const F32 reach = add(key, splat(float(args.window - 1)));
        score = selectLess(reach, offsets, masked, score);
      }
    }
    store(scores + j * kAttentionRows, score);
    largest = maximum(largest, score);
  }
  const F32 shrink = exponential(sub(oldLargest, largest));
  F32 total = mul(load(scratch.totals + row), shrink);
  for (std::size_t j = 0; j < run.count; ++j) {
    const F32 weight = exponential(sub(load(scores + j * kAttentionRows), largest));
    store(scores + j * kAttentionRows, weight);
    total = add(total, weight);
  }
  store(scratch.largest + row, largest);
  store(scratch.totals + row, total);
  store(scratch.shrink + row, shrink);
}

void addValues(const AttentionArgs& args, const KeyRun& run, const AttentionScratch& scratch,
               std::size_t rows) {
  const std::size_t sumsRow = paddedDim(args.valueDim);
  for (std::size_t row = 0; row < rows; row += kStrip) {
    multiplyStrip<ValueType::F32, kStrip>({.a = scratch.scores + row,
                                           .aRow = 1,
                                           .aStep = kAttentionRows,
                                           .b = reinterpret_cast<const std::byte*>(scratch.values),
                                           .bRow = args.valueDim * sizeof(float),
                                           .c = scratch.sums + row * sumsRow,
                                           .cRow = sumsRow,
                                           .shrink = scratch.shrink + row,
                                           .depth = run.count,
                                           .columns = args.valueDim});
  }
}

}  // namespace

void attendTile(const AttentionArgs& args, const AttentionRows& rows, const KeyRun& run,
                const AttentionScratch& scratch) {
  const std::size_t paddedRows = (rows.count + kLanes - 1) / kLanes * kLanes;
  widen(args.keyType, run.keys, run.count * args.keyDim, scratch.keys);
  widen(args.valueType, run.values, run.count * args.valueDim, scratch.values);
  padKeys(args, run, scratch.keys);
  scoreKeys(args, run, scratch, paddedRows);
  const bool mask = needsMask(args, rows, run, scratch);
  for (std::size_t row = 0; row < paddedRows; row += kLanes) {
    weighRows(args, run, scratch, row, mask);
  }
  addValues(args, run, scratch, rows.count);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
