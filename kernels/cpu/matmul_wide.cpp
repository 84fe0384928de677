// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_wide.h"

#include <utility>

#include "cpu/packed_unpack.h"
#include "cpu/variants.h"

// A row group meets a chunk of tokens span by span: the span's weights are widened into strips that
// stay in the first-level cache, then the chunk's tokens pass by, a tile of them at a time. Each
// lane of a vector is a row, each accumulator a token.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kParts = kGroupRows / kLanes;  // vectors that hold one value of each row

// As many as leave registers for the weights of a step and one activation.
constexpr std::size_t kTileWidth = 12 / kParts;

constexpr std::size_t kPrefetchBytes = 4096;
constexpr std::size_t kLineBytes = 64;

enum class Minima : std::uint8_t { None, One, Two };

constexpr Minima minimaOf(const PackedLayout& layout) {
  if (layout.subScales == SubScales::NibbleHalves) return Minima::Two;
  return layout.head == Head::ScalesAndMinima ? Minima::One : Minima::None;
}

// Whether the scales of sub-blocks become part of the integers: what is left is one scale for all
// blocks of a span.
constexpr bool isFolded(const PackedLayout& layout) { return layout.subScales != SubScales::None; }
static_assert(packedLayout(ValueType::Q4_K).subBlocks == kSpanBlocks);

// The scales of sub-blocks as integers, for columns 0 … 15 and 16 … 31.
struct Factors {
  S16 first;
  S16 second;
};

template <SubScales kScales>
ALCOVE_INLINE Factors loadFactors(const std::uint8_t* bytes) {
  const std::uint8_t* second = bytes + kGroupRows;
  if constexpr (kScales == SubScales::NibbleHalves) {
    return {twice(roundToInt(loadLowNibbles(bytes))), twice(roundToInt(loadLowNibbles(second)))};
  } else if constexpr (kScales == SubScales::SignedHalves) {
    return {twice(roundToInt(loadSignedBytes(bytes))), twice(roundToInt(loadSignedBytes(second)))};
  } else if constexpr (kScales == SubScales::Signed) {
    const S16 factor = twice(roundToInt(loadSignedBytes(bytes)));
    return {factor, factor};
  } else if constexpr (kScales == SubScales::UnsignedAndMinima) {
    const S16 factor = twice(roundToInt(loadUnsignedBytes(bytes)));
    return {factor, factor};
  } else {
    return {splatShort(1), splatShort(1)};
  }
}

template <ValueType kType>
ALCOVE_INLINE void widenScales(const std::uint8_t* head, const std::uint8_t* bytes, std::size_t row,
                               WeightStrip& strip) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const Scales scales = loadScales<kType>(head, bytes);
  store(strip.scale + row, isFolded(kLayout) ? loadHalf(head) : scales.first);
  if constexpr (minimaOf(kLayout) == Minima::One) store(strip.minimum + row, scales.minimum);
  if constexpr (minimaOf(kLayout) == Minima::Two) {
    // Those are eighths with the other sign, for minus8Sum.
    store(strip.minimum + row, mul(splat(-8.0f), scales.minimum));
    store(strip.secondMinimum + row, mul(splat(-8.0f), scales.secondMinimum));
  }
}

template <ValueType kType>
ALCOVE_INLINE void storeWidened(U8 words, S16 factor, std::int16_t (*to)[kGroupRows][2],
                                std::size_t row) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  S16 pairs[2] = {evenBytes(words), oddBytes(words)};
  for (int i = 0; i < 2; ++i) {
    if constexpr (kLayout.offset != 0)
      pairs[i] = subShorts(pairs[i], splatShort(std::int16_t(kLayout.offset)));
    if constexpr (isFolded(kLayout)) pairs[i] = mulShorts(pairs[i], factor);
    storePairs(to[i][row], pairs[i]);
  }
}

template <ValueType kType, int kGroup>
ALCOVE_INLINE void widenGroup(const std::uint8_t* sub, const Factors& factors, std::size_t row,
                              WeightStrip& strip) {
  const Weights w = unpackWeights<kType, kGroup>(sub);
  storeWidened<kType>(w.first, factors.first, strip.values + 2 * kGroup, row);
  storeWidened<kType>(w.second, factors.second, strip.values + 2 * (kGroup + 4), row);
}

// `blocks` times 32 columns of a row group that begin at sub-block `first` of the row group.
template <ValueType kType>
void widenSpan(const std::uint8_t* group, std::size_t first, std::size_t blocks,
               WeightStrip* strips) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t block = first + b;
    const std::uint8_t* unit = group + block / kLayout.subBlocks * kLayout.unitBytes();
    const std::uint8_t* sub =
        unit + kLayout.headBytes() + block % kLayout.subBlocks * kLayout.subBytes();
    const std::uint8_t* scales = sub + kLayout.valueBytes() + kLayout.highBytes();
    for (std::size_t i = 0; i < kLayout.subBytes(); i += kVectorBytes)
      __builtin_prefetch(sub + kPrefetchBytes + i);
    for (std::size_t p = 0; p < kParts; ++p) {
      const std::size_t row = p * kLanes;
      widenScales<kType>(unit + row * kLayout.headStride(), scales + row, row, strips[b]);
      const Factors factors = loadFactors<kLayout.subScales>(scales + row);
      widenGroup<kType, 0>(sub + row * 4, factors, row, strips[b]);
      widenGroup<kType, 1>(sub + row * 4, factors, row, strips[b]);
      widenGroup<kType, 2>(sub + row * 4, factors, row, strips[b]);
      widenGroup<kType, 3>(sub + row * 4, factors, row, strips[b]);
    }
  }
}

// Adds the products of one block, with the scales of the activations, to the sums of kTokens
// tokens: with those of the weights as well, unless these are for the caller to multiply.
template <int kTokens, bool kFolded>
ALCOVE_INLINE void multiplyBlock(const WeightStrip& strip, const WideBlock* x, std::size_t xStride,
                                 float (*sums)[kGroupRows]) {
  I32 products[kParts][kTokens];
  for (auto& part : products) {
    for (I32& product : part) product = splatInt(0);
  }
  for (std::size_t i = 0; i < kSubColumns / 2; ++i) {
    S16 weights[kParts];
    for (std::size_t p = 0; p < kParts; ++p) weights[p] = loadPairs(strip.values[i][p * kLanes]);
    for (int t = 0; t < kTokens; ++t) {
      const S16 pair = opaque(splatPair(x[std::size_t(t) * xStride].values + 2 * i));
      for (std::size_t p = 0; p < kParts; ++p) addDotShorts(products[p][t], weights[p], pair);
    }
  }
  for (int t = 0; t < kTokens; ++t) {
    const F32 tokenScale = splat(x[std::size_t(t) * xStride].scale);
    for (std::size_t p = 0; p < kParts; ++p) {
      float* const to = sums[t] + p * kLanes;
      const F32 scale = kFolded ? tokenScale : mul(load(strip.scale + p * kLanes), tokenScale);
      store(to, fma(toFloat(products[p][t]), scale, load(to)));
    }
  }
}

// The activations of the next tile lie behind those of this one, further away than the first-level
// cache and often than the second: a share of them is asked for with each block.
template <int kTokens>
ALCOVE_INLINE void prefetchNextTile(const WideBlock* x, std::size_t blocks, std::size_t block) {
  constexpr std::size_t kBytes = kTokens * sizeof(WideBlock);
  const auto* next = reinterpret_cast<const char*>(x + kTokens * blocks) + block * kBytes;
  for (std::size_t i = 0; i < kBytes; i += kLineBytes) __builtin_prefetch(next + i);
}

// The minima of a span count once for the sums of its activations.
template <int kTokens>
ALCOVE_INLINE void addMinima(F32 (&sums)[kParts][kTokens], const float* minimum, const float* sum,
                             std::size_t xStride) {
  constexpr std::size_t kBlockFloats = sizeof(WideBlock) / sizeof(float);
  for (int t = 0; t < kTokens; ++t) {
    const F32 token = splat(sum[std::size_t(t) * xStride * kBlockFloats]);
    for (std::size_t p = 0; p < kParts; ++p)
      sums[p][t] = fma(load(minimum + p * kLanes), token, sums[p][t]);
  }
}

template <int kTokens, bool kFolded, Minima kMinima>
void multiplyTile(const WeightStrip* strips, std::size_t blocks, const WideBlock* x,
                  float (*sums)[kGroupRows]) {
  alignas(64) float spanSums[kTokens][kGroupRows];
  if constexpr (kFolded) __builtin_memset(spanSums, 0, sizeof spanSums);
  for (std::size_t b = 0; b < blocks; ++b) {
    prefetchNextTile<kTokens>(x, blocks, b);
    multiplyBlock<kTokens, kFolded>(strips[b], x + b, blocks, kFolded ? spanSums : sums);
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
    if constexpr (kMinima == Minima::One) addMinima(results, strips[b].minimum, &x[b].sum, blocks);
    if constexpr (kMinima == Minima::Two) {
      addMinima(results, strips[b].minimum, &x[b].firstSum, blocks);
      addMinima(results, strips[b].secondMinimum, &x[b].secondSum, blocks);
    }
  }
  for (int t = 0; t < kTokens; ++t) {
    for (std::size_t p = 0; p < kParts; ++p) store(sums[t] + p * kLanes, results[p][t]);
  }
}

using MultiplyTile = void (*)(const WeightStrip* strips, std::size_t blocks, const WideBlock* x,
                              float (*sums)[kGroupRows]);
using WidenSpan = void (*)(const std::uint8_t* group, std::size_t first, std::size_t blocks,
                           WeightStrip* strips);

struct TypeKernels {
  WidenSpan widen;
  MultiplyTile tiles[kTileWidth + 1];  // by number of tokens
};

template <bool kFolded, Minima kMinima, std::size_t... kTokens>
constexpr void fillTiles(TypeKernels& kernels, std::index_sequence<kTokens...>) {
  ((kernels.tiles[kTokens + 1] = multiplyTile<int(kTokens + 1), kFolded, kMinima>), ...);
}

template <ValueType kType>
constexpr TypeKernels typeKernels() {
  TypeKernels kernels = {widenSpan<kType>, {}};
  constexpr PackedLayout kLayout = packedLayout(kType);
  fillTiles<isFolded(kLayout), minimaOf(kLayout)>(kernels, std::make_index_sequence<kTileWidth>());
  return kernels;
}

template <ValueType kType>
constexpr TypeKernels kTypeKernels = typeKernels<kType>();

const TypeKernels& kernelsOf(ValueType type) {
  return forPackedType(type,
                       []<ValueType kType>() -> const TypeKernels& { return kTypeKernels<kType>; });
}

// Each token's outputs are lines of their own, far apart: they are fetched while there is still
// something to compute.
void prefetchOutput(const MatmulArgs& args, std::size_t group, std::size_t token,
                    std::size_t count) {
  float* const output = args.output + token * args.outputStride + group * kGroupRows;
  for (std::size_t t = 0; t < count; ++t) __builtin_prefetch(output + t * args.outputStride, 1);
}

// One row group for tokens [begin, end), at most kWideChunk of them.
void multiplyChunk(const MatmulArgs& args, const TypeKernels& kernels, std::size_t group,
                   std::size_t begin, std::size_t end) {
  auto& scratch = *reinterpret_cast<WideScratch*>(args.scratch);
  const auto* x = reinterpret_cast<const WideBlock*>(args.activations);
  const auto* weights = reinterpret_cast<const std::uint8_t*>(args.weights) +
                        group * packedLayout(args.type).groupBytes(args.columns);
  const std::size_t blocks = args.columns / kSubColumns;
  __builtin_memset(scratch.sums, 0, (end - begin) * sizeof scratch.sums[0]);
  for (std::size_t span = 0; span < blocks; span += kSpanBlocks) {
    const std::size_t width = blocks - span < kSpanBlocks ? blocks - span : kSpanBlocks;
    const bool last = span + width == blocks;
    kernels.widen(weights, span, width, scratch.strips);
    for (std::size_t token = begin; token < end; token += kTileWidth) {
      const std::size_t count = end - token < kTileWidth ? end - token : kTileWidth;
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

}  // namespace

void matmulWide(const MatmulArgs& args) {
  const TypeKernels& kernels = kernelsOf(args.type);
  for (std::size_t begin = args.tokenBegin; begin < args.tokenEnd; begin += kWideChunk) {
    const std::size_t end = args.tokenEnd - begin < kWideChunk ? args.tokenEnd : begin + kWideChunk;
    for (std::size_t group = args.groupBegin; group < args.groupEnd; ++group)
      multiplyChunk(args, kernels, group, begin, end);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
