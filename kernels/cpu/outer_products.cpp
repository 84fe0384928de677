// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/outer_products.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

// A tile of C stays in registers while all terms go by; a strip of B as wide as a tile stays in the
// nearest cache for all rows.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kTileRows = kLanes == 16 ? 6 : 4;
constexpr std::size_t kTileVectors = kLanes == 16 ? 4 : 2;
constexpr std::size_t kTileColumns = kTileVectors * kLanes;
constexpr std::size_t kBlockTerms = 128;  // whose strip of B fits the nearest cache

template <std::size_t kRows, std::size_t kVectors>
void addTile(const OuterProductsArgs& args, std::size_t row, std::size_t column) {
  const float* a = args.a + row * args.aRowStride;
  const float* b = args.b + column;
  float* c = args.c + row * args.cStride + column;
  F32 sums[kRows][kVectors];
  for (std::size_t m = 0; m < kRows; ++m) {
    for (std::size_t v = 0; v < kVectors; ++v)
      sums[m][v] = args.add ? load(c + m * args.cStride + v * kLanes) : splat(0);
  }
  for (std::size_t j = 0; j < args.terms; ++j) {
    F32 values[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) values[v] = load(b + v * kLanes);
    for (std::size_t m = 0; m < kRows; ++m) {
      const F32 factor = splat(a[m * args.aRowStride]);
      for (std::size_t v = 0; v < kVectors; ++v) sums[m][v] = fma(factor, values[v], sums[m][v]);
    }
    a += args.aTermStride;
    b += args.bStride;
  }
  for (std::size_t m = 0; m < kRows; ++m) {
    for (std::size_t v = 0; v < kVectors; ++v) store(c + m * args.cStride + v * kLanes, sums[m][v]);
  }
}

// The last columns, fewer than a vector has.
void addPartial(const OuterProductsArgs& args, std::size_t row, std::size_t column,
                std::size_t count) {
  const float* a = args.a + row * args.aRowStride;
  float* c = args.c + row * args.cStride + column;
  F32 sum = args.add ? loadPartial(c, count) : splat(0);
  for (std::size_t j = 0; j < args.terms; ++j) {
    const F32 values = loadPartial(args.b + j * args.bStride + column, count);
    sum = fma(splat(a[j * args.aTermStride]), values, sum);
  }
  storePartial(c, sum, count);
}

template <std::size_t kVectors>
void addStrip(const OuterProductsArgs& args, std::size_t column) {
  std::size_t row = 0;
  for (; row + kTileRows <= args.rows; row += kTileRows)
    addTile<kTileRows, kVectors>(args, row, column);
  for (; row < args.rows; ++row) addTile<1, kVectors>(args, row, column);
}

void addTerms(const OuterProductsArgs& args) {
  std::size_t column = 0;
  for (; column + kTileColumns <= args.columns; column += kTileColumns)
    addStrip<kTileVectors>(args, column);
  for (; column + kLanes <= args.columns; column += kLanes) addStrip<1>(args, column);
  if (column == args.columns) return;
  for (std::size_t row = 0; row < args.rows; ++row)
    addPartial(args, row, column, args.columns - column);
}

}  // namespace

void outerProducts(const OuterProductsArgs& args) {
  OuterProductsArgs part = args;
  std::size_t first = 0;
  do {
    part.a = args.a + first * args.aTermStride;
    part.b = args.b + first * args.bStride;
    part.terms = args.terms - first < kBlockTerms ? args.terms - first : kBlockTerms;
    part.add = args.add || first > 0;
    addTerms(part);
    first += kBlockTerms;
  } while (first < args.terms);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
