// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "cpu/matmul_wide.h"
#include "cpu/packed_unpack.h"

// What the kernels of wide batches share; private to them. A row group meets a chunk of tokens span
// by span: the span's weights are unpacked into strips that stay in the first-level cache, then the
// chunk's tokens pass by, a tile of them at a time. Each lane of a vector is a row, each
// accumulator a token.
//
// A Form says what strips and activations look like: types Strip and Block, kTileWidth (tokens of a
// tile), and
//   isFolded(layout)                    whether the scales of sub-blocks become part of the
//                                       integers: what is left is one scale for all of a span
//   widen<kType>(head, values, scales, row, strip)  unpacks kLanes rows of a sub-block, from `row`
//                                       on, where all three begin
//   multiply<kTokens, kFolded>(strip, x, xStride, sums)  adds a block's products with the scales of
//                                       the activations to the sums of kTokens tokens: with those
//                                       of the weights as well, unless these are kFolded

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kParts = kGroupRows / kLanes;  // vectors of one value of each row

enum class Minima : std::uint8_t { None, One, Two };

static constexpr Minima minimaOf(const PackedLayout& layout) {
  if (layout.subScales == SubScales::NibbleHalves) return Minima::Two;
  return layout.head == Head::ScalesAndMinima ? Minima::One : Minima::None;
}

// `centre`: by how much the strip's integers lie below those of a type without an offset.
template <ValueType kType, class Strip>
ALCOVE_INLINE void storeMinima(const Scales& scales, std::size_t row, float centre, Strip& strip) {
  constexpr Minima kMinima = minimaOf(packedLayout(kType));
  if constexpr (kMinima == Minima::One)
    store(strip.minimum + row, fma(splat(centre), scales.first, scales.minimum));
  if constexpr (kMinima == Minima::Two) {
    // Those are eighths with the other sign, for minus8Sum.
    store(strip.minimum + row, mul(splat(-8.0f), scales.minimum));
    store(strip.secondMinimum + row, mul(splat(-8.0f), scales.secondMinimum));
  }
}

// `blocks` times 32 columns of a row group that begin at sub-block `first` of the row group.
template <class Form, ValueType kType>
void widenSpan(const std::uint8_t* group, std::size_t first, std::size_t blocks,
               typename Form::Strip* strips) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t block = first + b;
    const std::uint8_t* unit = group + block / kLayout.subBlocks * kLayout.unitBytes();
    const SubBlock sub(kLayout, unit, block % kLayout.subBlocks);
    prefetchBytes(sub.values + kWeightsAhead, kLayout.subBytes());
    for (std::size_t p = 0; p < kParts; ++p) {
      const std::size_t row = p * kLanes;
      Form::template widen<kType>(unit + row * kLayout.headStride(), sub.values + row * 4,
                                  sub.scales + row, row, strips[b]);
    }
  }
}

// The activations of the next tile lie behind those of this one, further away than the first-level
// cache and often than the second: a share of them is asked for with each block.
template <int kTokens, class Block>
ALCOVE_INLINE void prefetchNextTile(const Block* x, std::size_t blocks, std::size_t block) {
  constexpr std::size_t kBytes = kTokens * sizeof(Block);
  const auto* next = reinterpret_cast<const char*>(x + kTokens * blocks) + block * kBytes;
  prefetchBytes(next, kBytes);
}

// The minima of a span count once for the sums of its activations.
template <class Block, int kTokens>
ALCOVE_INLINE void addMinima(F32 (&sums)[kParts][kTokens], const float* minimum, const float* sum,
                             std::size_t xStride) {
  constexpr std::size_t kBlockFloats = sizeof(Block) / sizeof(float);
  for (int t = 0; t < kTokens; ++t) {
    const F32 token = splat(sum[std::size_t(t) * xStride * kBlockFloats]);
    for (std::size_t p = 0; p < kParts; ++p)
      sums[p][t] = fma(load(minimum + p * kLanes), token, sums[p][t]);
  }
}

template <class Form, int kTokens, bool kFolded, Minima kMinima>
void multiplyTile(const typename Form::Strip* strips, std::size_t blocks,
                  const typename Form::Block* x, float (*sums)[kGroupRows]) {
  using Block = typename Form::Block;
  alignas(64) float spanSums[kTokens][kGroupRows];
  if constexpr (kFolded) __builtin_memset(spanSums, 0, sizeof spanSums);
  for (std::size_t b = 0; b < blocks; ++b) {
    prefetchNextTile<kTokens>(x, blocks, b);
    Form::template multiply<kTokens, kFolded>(strips[b], x + b, blocks, kFolded ? spanSums : sums);
  }
  if constexpr (!kFolded && kMinima == Minima::None) return;
  F32 results[kParts][kTokens];
  for (int t = 0; t < kTokens; ++t) {
    for (std::size_t p = 0; p < kParts; ++p) {
      F32 result = load(sums[t] + p * kLanes);
      if constexpr (kFolded)
        result = fma(load(spanSums[t] + p * kLanes), load(strips->scale + p * kLanes), result);
      results[p][t] = result;
    }
  }
  for (std::size_t b = 0; b < blocks; ++b) {
    if constexpr (kMinima == Minima::One)
      addMinima<Block>(results, strips[b].minimum, &x[b].sum, blocks);
    if constexpr (kMinima == Minima::Two) {
      addMinima<Block>(results, strips[b].minimum, &x[b].firstSum, blocks);
      addMinima<Block>(results, strips[b].secondMinimum, &x[b].secondSum, blocks);
    }
  }
  for (int t = 0; t < kTokens; ++t) {
    for (std::size_t p = 0; p < kParts; ++p) store(sums[t] + p * kLanes, results[p][t]);
  }
}

template <class Form>
struct WideKernels {
  using Widen = void (*)(const std::uint8_t* group, std::size_t first, std::size_t blocks,
                         typename Form::Strip* strips);
  using Tile = void (*)(const typename Form::Strip* strips, std::size_t blocks,
                        const typename Form::Block* x, float (*sums)[kGroupRows]);

  template <ValueType kType>
  static constexpr WideKernels forType() {
    WideKernels kernels = {widenSpan<Form, kType>, {}};
    constexpr PackedLayout kLayout = packedLayout(kType);
    kernels.fillTiles<Form::isFolded(kLayout), minimaOf(kLayout)>(
        std::make_index_sequence<Form::kTileWidth>());
    return kernels;
  }

  template <bool kFolded, Minima kMinima, std::size_t... kTokens>
  constexpr void fillTiles(std::index_sequence<kTokens...>) {
    ((tiles[kTokens + 1] = multiplyTile<Form, int(kTokens + 1), kFolded, kMinima>), ...);
  }

  Widen widen;
  Tile tiles[Form::kTileWidth + 1];  // by number of tokens
};

// Each token's outputs are lines of their own, far apart: they are fetched while there is still
// something to compute.
static inline void prefetchOutput(const MatmulArgs& args, std::size_t group, std::size_t token,
                                  std::size_t count) {
  float* const output = args.output + token * args.outputStride + group * kGroupRows;
  for (std::size_t t = 0; t < count; ++t) __builtin_prefetch(output + t * args.outputStride, 1);
}

// One row group for tokens [begin, end), at most kWideChunk of them.
template <class Form>
void multiplyChunk(const MatmulArgs& args, const WideKernels<Form>& kernels, std::size_t group,
                   std::size_t begin, std::size_t end) {
  auto& scratch = *reinterpret_cast<WideScratch<typename Form::Strip>*>(args.scratch);
  const auto* x = reinterpret_cast<const typename Form::Block*>(args.activations);
  const auto* weights = reinterpret_cast<const std::uint8_t*>(args.weights) +
                        group * packedLayout(args.type).groupBytes(args.columns);
  const std::size_t blocks = args.columns / kSubColumns;
  __builtin_memset(scratch.sums, 0, (end - begin) * sizeof scratch.sums[0]);
  for (std::size_t span = 0; span < blocks; span += kSpanBlocks) {
    const std::size_t width = blocks - span < kSpanBlocks ? blocks - span : kSpanBlocks;
    const bool last = span + width == blocks;
    kernels.widen(weights, span, width, scratch.strips);
    for (std::size_t token = begin; token < end; token += Form::kTileWidth) {
      const std::size_t left = end - token;
      const std::size_t count = left < Form::kTileWidth ? left : Form::kTileWidth;
      if (last) prefetchOutput(args, group, token, count);
      kernels.tiles[count](scratch.strips, width,
                           x + wideBlockIndex(token, span, args.tokens, blocks),
                           scratch.sums + (token - begin));
    }
  }
  const std::size_t left = args.rows - group * kGroupRows;
  const std::size_t rows = left < kGroupRows ? left : kGroupRows;
  for (std::size_t token = begin; token < end; ++token) {
    __builtin_memcpy(args.output + token * args.outputStride + group * kGroupRows,
                     scratch.sums[token - begin], rows * sizeof(float));
  }
}

template <class Form>
void multiplyWide(const MatmulArgs& args, const WideKernels<Form>& kernels) {
  for (std::size_t begin = args.tokenBegin; begin < args.tokenEnd; begin += kWideChunk) {
    const std::size_t end = args.tokenEnd - begin < kWideChunk ? args.tokenEnd : begin + kWideChunk;
    for (std::size_t group = args.groupBegin; group < args.groupEnd; ++group)
      multiplyChunk(args, kernels, group, begin, end);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
