// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/wide_product.h"

// Scales of sub-blocks as integers of 16 bits, for the forms that make them part of their products;
// private to the kernels.

namespace alcove::kernels::cpu::ALCOVE_ISA {

static constexpr bool hasSubScales(const PackedLayout& layout) {
  return layout.subScales != SubScales::None;
}
static_assert(packedLayout(ValueType::Q4_K).subBlocks == kSpanBlocks);

// Adds sums of products of integers to the token's results, with the scale of the activations and,
// unless it is kFolded, that of the weights.
template <bool kFolded, class Strip>
ALCOVE_INLINE void addProducts(I32 products, const Strip& strip, std::size_t row, float tokenScale,
                               float* sums) {
  F32 scale = splat(tokenScale);
  if constexpr (!kFolded) scale = mul(load(strip.scale + row), scale);
  store(sums + row, fma(toFloat(products), scale, load(sums + row)));
}

// For columns 0 … 15 and 16 … 31.
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

// Sets the strip's scales and minima; what they leave to the integers is the result. `centre`: as
// storeMinima.
template <ValueType kType, class Strip>
ALCOVE_INLINE Factors widenScales(const std::uint8_t* head, const std::uint8_t* bytes,
                                  std::size_t row, float centre, Strip& strip) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const Scales scales = loadScales<kType>(head, bytes);
  store(strip.scale + row, hasSubScales(kLayout) ? loadHalf(head) : scales.first);
  storeMinima<kType>(scales, row, centre, strip);
  return loadFactors<kLayout.subScales>(bytes);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
