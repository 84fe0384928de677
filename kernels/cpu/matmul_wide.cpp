// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_wide.h"

#include "cpu/folded_scales.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

template <ValueType kType>
ALCOVE_INLINE void storeWidened(U8 words, S16 factor, std::int16_t (*to)[kGroupRows][2],
                                std::size_t row) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  S16 pairs[2] = {evenBytes(words), oddBytes(words)};
  for (int i = 0; i < 2; ++i) {
    if constexpr (kLayout.offset != 0)
      pairs[i] = subShorts(pairs[i], splatShort(std::int16_t(kLayout.offset)));
    if constexpr (hasSubScales(kLayout)) pairs[i] = mulShorts(pairs[i], factor);
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

// Integers of 16 bits, with the scales of sub-blocks as part of the weights.
struct Shorts {
  using Strip = WeightStrip;
  using Block = WideBlock;
  // As many as leave registers for the weights of a step and one activation.
  static constexpr std::size_t kTileWidth = 12 / kParts;

  static constexpr bool isFolded(const PackedLayout& layout) { return hasSubScales(layout); }

  template <ValueType kType>
  ALCOVE_INLINE void widen(const std::uint8_t* head, const std::uint8_t* values,
                           const std::uint8_t* scales, std::size_t row, Strip& strip) {
    const Factors factors = widenScales<kType>(head, scales, row, 0, strip);
    widenGroup<kType, 0>(values, factors, row, strip);
    widenGroup<kType, 1>(values, factors, row, strip);
    widenGroup<kType, 2>(values, factors, row, strip);
    widenGroup<kType, 3>(values, factors, row, strip);
  }

  template <int kTokens, bool kFolded>
  ALCOVE_INLINE void multiply(const Strip& strip, const Block* x, std::size_t xStride,
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
      for (std::size_t p = 0; p < kParts; ++p)
        addProducts<kFolded>(products[p][t], strip, p * kLanes, x[std::size_t(t) * xStride].scale,
                             sums[t]);
    }
  }
};

template <ValueType kType>
constexpr auto kKernels = WideKernels<Shorts>::template forType<kType>();

}  // namespace

void matmulWide(const MatmulArgs& args) {
  forPackedType(args.type, [&]<ValueType kType>() { multiplyWide(args, kKernels<kType>); });
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
