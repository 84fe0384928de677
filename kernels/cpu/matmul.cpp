// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul.h"

#include "cpu/packed_unpack.h"
#include "cpu/variants.h"

// One tile is the 16 rows of a group times 1 … kTileTokens tokens. Each lane of a vector is a row,
// each accumulator a term of a token: weights are unpacked once for all terms of the tile, an
// activation word is broadcast to all rows, and nothing is summed across lanes.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kParts = kGroupRows / kLanes;  // vectors that hold one value of each row

// Wider tiles unpack less often; narrower ones keep their accumulators in registers.
constexpr std::size_t kStepTokens = kLanes == 16 ? 4 : kLanes == 8 ? 2 : 1;

// Integer sums of 32 columns: all in the first, or for types with halves 16 in each.
struct Sums {
  I32 first;
  I32 second;
};

// What the weights' offset subtracts is known from the activations alone.
template <int kOffset>
ALCOVE_INLINE I32 minusOffset(std::int32_t minus8Sum) {
  static_assert(kOffset == 0 || kOffset == 4 || kOffset == 8 || kOffset == 16 || kOffset == 32 ||
                kOffset == 128);
  if constexpr (kOffset == 0) {
    return splatInt(0);
  } else if constexpr (kOffset == 4) {
    return splatInt(minus8Sum >> 1);
  } else if constexpr (kOffset == 8) {
    return splatInt(minus8Sum);
  } else {
    constexpr int kShift = kOffset == 16 ? 1 : kOffset == 32 ? 2 : 4;
    return shiftLeft<kShift>(splatInt(minus8Sum));
  }
}

template <ValueType kType>
ALCOVE_INLINE Sums initialSums(const ActivationBlock& x) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr int kOffset = isWide(kLayout) && kWideIsCentred ? 0 : kLayout.offset;
  if constexpr (kLayout.hasHalves()) {
    return {minusOffset<kOffset>(x.minus8SumHalf),
            minusOffset<kOffset>(x.minus8Sum - x.minus8SumHalf)};
  } else {
    return {minusOffset<kOffset>(x.minus8Sum), splatInt(0)};
  }
}

template <ValueType kType, int kGroup, int kColumns>
ALCOVE_INLINE void dotGroup(const std::uint8_t* sub, const ActivationBlock* x, Sums* sums) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  if constexpr (kLayout.hasHalves()) {
    // The two halves have scales of their own: so neighbouring groups make the pairs.
    if constexpr (kGroup % 2 == 0) {
      const Weights a = unpackWeights<kType, kGroup>(sub);
      const Weights b = unpackWeights<kType, kGroup + 1>(sub);
      for (int t = 0; t < kColumns; ++t) {
        const std::int8_t* values = x[t].values + 4 * kGroup;
        sums[t].first =
            dotPair(sums[t].first, a.first, splatWord(values), b.first, splatWord(values + 4));
        sums[t].second = dotPair(sums[t].second, a.second, splatWord(values + 16), b.second,
                                 splatWord(values + 20));
      }
    }
  } else {
    const Weights w = unpackWeights<kType, kGroup>(sub);
    for (int t = 0; t < kColumns; ++t) {
      const std::int8_t* values = x[t].values + 4 * kGroup;
      if constexpr (isWide(kLayout)) {
        sums[t].first = dotWide(sums[t].first, w.first, splatWord(values));
        sums[t].first = dotWide(sums[t].first, w.second, splatWord(values + 16));
      } else {
        sums[t].first =
            dotPair(sums[t].first, w.first, splatWord(values), w.second, splatWord(values + 16));
      }
    }
  }
}

// One sub-block: 32 columns of kLanes rows, for kColumns columns of activations.
template <ValueType kType, int kColumns>
ALCOVE_INLINE void multiplySub(const std::uint8_t* sub, const Scales& scales,
                               const ActivationBlock* x, F32* results) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  Sums sums[kColumns];
  for (int t = 0; t < kColumns; ++t) sums[t] = initialSums<kType>(x[t]);
  dotGroup<kType, 0, kColumns>(sub, x, sums);
  dotGroup<kType, 1, kColumns>(sub, x, sums);
  dotGroup<kType, 2, kColumns>(sub, x, sums);
  dotGroup<kType, 3, kColumns>(sub, x, sums);
  for (int t = 0; t < kColumns; ++t) {
    const F32 scale = splat(x[t].scale);
    if constexpr (kLayout.hasHalves()) {
      F32 both =
          fma(toFloat(sums[t].second), scales.second, mul(toFloat(sums[t].first), scales.first));
      if constexpr (kLayout.subScales == SubScales::NibbleHalves) {
        const std::int32_t minus8SumOther = x[t].minus8Sum - x[t].minus8SumHalf;
        both = fma(toFloat(splatInt(x[t].minus8SumHalf)), scales.minimum, both);
        both = fma(toFloat(splatInt(minus8SumOther)), scales.secondMinimum, both);
      }
      results[t] = fma(both, scale, results[t]);
    } else {
      results[t] = fma(toFloat(sums[t].first), mul(scales.first, scale), results[t]);
      if constexpr (kLayout.head == Head::ScalesAndMinima)
        results[t] = fma(scales.minimum, splat(x[t].sum), results[t]);
    }
  }
}

template <ValueType kType, int kTokens>
void multiplyTile(const std::uint8_t* unit, std::size_t units, const ActivationBlock* x,
                  std::size_t xStride, float* output, std::size_t outputStride, std::size_t rows,
                  bool firstTouch) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr int kColumns = kTokens * int(kTerms);
  F32 results[kParts][kColumns];
  for (auto& part : results) {
    for (F32& result : part) result = splat(0);
  }
  for (std::size_t u = 0; u < units; ++u) {
    const std::uint8_t* sub = unit + kLayout.headBytes();
    for (std::size_t s = 0; s < kLayout.subBlocks; ++s) {
      const std::uint8_t* scales = sub + kLayout.valueBytes() + kLayout.highBytes();
      if (firstTouch) prefetchBytes(sub + kWeightsAhead, kLayout.subBytes());
      for (std::size_t p = 0; p < kParts; ++p) {
        const Scales partScales =
            loadScales<kType>(unit + p * kLanes * kLayout.headStride(), scales + p * kLanes);
        multiplySub<kType, kColumns>(sub + p * kLanes * 4, partScales, x, results[p]);
      }
      x += xStride;
      sub += kLayout.subBytes();
    }
    unit += kLayout.unitBytes();
  }
  for (std::size_t p = 0; p < kParts && p * kLanes < rows; ++p) {
    const std::size_t left = rows - p * kLanes;
    for (int t = 0; t < kTokens; ++t) {
      float* to = output + std::size_t(t) * outputStride + p * kLanes;
      const F32 result = add(results[p][t * int(kTerms)], results[p][t * int(kTerms) + 1]);
      if (left >= kLanes) {
        store(to, result);
      } else {
        storePartial(to, result, left);
      }
    }
  }
}

using MultiplyTile = void (*)(const std::uint8_t* unit, std::size_t units, const ActivationBlock* x,
                              std::size_t xStride, float* output, std::size_t outputStride,
                              std::size_t rows, bool firstTouch);

struct TypeKernels {
  MultiplyTile tiles[kStepTokens + 1];  // by number of tokens
};

template <ValueType kType>
constexpr TypeKernels typeKernels() {
  TypeKernels kernels = {};
  kernels.tiles[1] = multiplyTile<kType, 1>;
  if constexpr (kStepTokens >= 2) kernels.tiles[2] = multiplyTile<kType, 2>;
  if constexpr (kStepTokens >= 4) {
    kernels.tiles[3] = multiplyTile<kType, 3>;
    kernels.tiles[4] = multiplyTile<kType, 4>;
  }
  return kernels;
}

template <ValueType kType>
constexpr TypeKernels kTypeKernels = typeKernels<kType>();

const TypeKernels& kernelsOf(ValueType type) {
  return forPackedType(type,
                       []<ValueType kType>() -> const TypeKernels& { return kTypeKernels<kType>; });
}

// Activations of that many bytes stay in the second-level cache while all row groups pass by.
constexpr std::size_t kChunkBytes = 384 * 1024;

std::size_t chunkTokens(std::size_t columns) {
  const std::size_t tokenBytes = columns / kSubColumns * kTerms * sizeof(ActivationBlock);
  const std::size_t tokens = kChunkBytes / tokenBytes / kTileTokens * kTileTokens;
  return tokens < kTileTokens ? kTileTokens : tokens;
}

// One row group for tokens [begin, end).
void multiplyGroup(const MatmulArgs& args, const TypeKernels& kernels, std::size_t group,
                   std::size_t begin, std::size_t end) {
  const PackedLayout layout = packedLayout(args.type);
  const std::size_t blocks = args.columns / kSubColumns;
  const auto* unit =
      reinterpret_cast<const std::uint8_t*>(args.weights) + group * layout.groupBytes(args.columns);
  const std::size_t rows = args.rows - group * kGroupRows;
  for (std::size_t tile = begin; tile < end; tile += kTileTokens) {
    const std::size_t left = args.tokens - tile;
    const std::size_t width = left < kTileTokens ? left : kTileTokens;
    const auto* x =
        reinterpret_cast<const ActivationBlock*>(args.activations) + tile * blocks * kTerms;
    for (std::size_t t = 0; t < width; t += kStepTokens) {
      const std::size_t step = width - t < kStepTokens ? width - t : kStepTokens;
      kernels.tiles[step](unit, args.columns / layout.unitColumns(), x + t * kTerms, width * kTerms,
                          args.output + (tile + t) * args.outputStride + group * kGroupRows,
                          args.outputStride, rows < kGroupRows ? rows : kGroupRows,
                          tile == begin && t == 0);
    }
  }
}

}  // namespace

void matmul(const MatmulArgs& args) {
  [[maybe_unused]] const ActivationForm form =
      activationForm(args.type, args.tokens, args.batchInvariant);
  if constexpr (kMultipliesShorts) {
    if (form == ActivationForm::Shorts) return matmulWide(args);
  }
  if constexpr (kMultipliesBytes) {
    if (form == ActivationForm::Bytes) return matmulBytes(args);
  }
  const TypeKernels& kernels = kernelsOf(args.type);
  const std::size_t chunk = chunkTokens(args.columns);
  for (std::size_t begin = args.tokenBegin; begin < args.tokenEnd; begin += chunk) {
    const std::size_t end = args.tokenEnd - begin < chunk ? args.tokenEnd : begin + chunk;
    for (std::size_t group = args.groupBegin; group < args.groupEnd; ++group) {
      multiplyGroup(args, kernels, group, begin, end);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
