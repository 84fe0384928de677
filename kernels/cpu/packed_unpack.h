// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/packed_layout.h"
#include "cpu/simd.h"

// Packed weights taken apart, a vector at a time; private to the kernels that read them.

namespace alcove::kernels::cpu::ALCOVE_ISA {

// How far ahead of their use the weights are fetched, in bytes: the processor's own prefetching
// stops at the end of a page.
inline constexpr std::size_t kWeightsAhead = 4096;

// Integers that take all eight bits: products of theirs do not pair up (simd.h).
static constexpr bool isWide(const PackedLayout& layout) { return layout.offset == 128; }

// Four columns of each row, and the four that lie 16 further on.
struct Weights {
  U8 first;
  U8 second;
};

template <ValueType kType, int kGroup>
ALCOVE_INLINE Weights unpackLow(const std::uint8_t* sub) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  if constexpr (kLayout.lowBits == 8) {
    return {loadWords(sub + kGroup * kVectorBytes), loadWords(sub + (kGroup + 4) * kVectorBytes)};
  } else if constexpr (kLayout.lowBits == 4) {
    const U8 nibbles = loadWords(sub + kGroup * kVectorBytes);
    return {bitField<0, 4, 0>(nibbles), bitField<4, 4, 0>(nibbles)};
  } else {
    return {bitField<2 * kGroup, 2, 0>(loadWords(sub)),
            bitField<2 * kGroup, 2, 0>(loadWords(sub + kVectorBytes))};
  }
}

template <ValueType kType, int kGroup>
ALCOVE_INLINE Weights unpackWeights(const std::uint8_t* sub) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr int kLowBits = int(kLayout.lowBits);
  Weights weights = unpackLow<kType, kGroup>(sub);
  const std::uint8_t* high = sub + kLayout.valueBytes();
  if constexpr (kLayout.highBits == 1) {
    const U8 bits = loadWords(high);
    weights.first = merge(weights.first, bitField<kGroup, 1, kLowBits>(bits));
    weights.second = merge(weights.second, bitField<kGroup + 4, 1, kLowBits>(bits));
  } else if constexpr (kLayout.highBits == 2) {
    weights.first = merge(weights.first, bitField<2 * kGroup, 2, kLowBits>(loadWords(high)));
    weights.second =
        merge(weights.second, bitField<2 * kGroup, 2, kLowBits>(loadWords(high + kVectorBytes)));
  }
  if constexpr (kLayout.levels != Levels::None) {
    weights.first = lookUp(levelTable(kLayout.levels), weights.first);
    weights.second = lookUp(levelTable(kLayout.levels), weights.second);
  }
  return weights;
}

// Scales and minima of one sub-block for kLanes rows.
struct Scales {
  F32 first;
  F32 second;         // of columns 16 … 31, for types with halves
  F32 minimum;        // counts once for the sum of the activations
  F32 secondMinimum;  // NibbleHalves: both are eighths, for minus8Sum
};

// `head` and `bytes` point at the first of the rows wanted.
template <ValueType kType>
ALCOVE_INLINE Scales loadScales(const std::uint8_t* head, const std::uint8_t* bytes) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  F32 unit;
  if constexpr (kLayout.head == Head::Exponents) {
    unit = loadHalvedPowers(head);
  } else {
    unit = loadHalf(head);
  }
  Scales scales{unit, splat(0), splat(0), splat(0)};
  if constexpr (kLayout.subScales == SubScales::UnsignedAndMinima) {
    const F32 minusUnit = sub(splat(0), loadHalf(head + 2 * kGroupRows));
    scales.first = mul(unit, loadUnsignedBytes(bytes));
    scales.minimum = mul(minusUnit, loadUnsignedBytes(bytes + kGroupRows));
  } else if constexpr (kLayout.subScales == SubScales::NibbleHalves) {
    const F32 eighth = mul(splat(0.125f), loadHalf(head + 2 * kGroupRows));
    scales.first = mul(unit, loadLowNibbles(bytes));
    scales.second = mul(unit, loadLowNibbles(bytes + kGroupRows));
    scales.minimum = mul(eighth, loadHighNibbles(bytes));
    scales.secondMinimum = mul(eighth, loadHighNibbles(bytes + kGroupRows));
  } else if constexpr (kLayout.subScales == SubScales::SignedHalves) {
    scales.first = mul(unit, loadSignedBytes(bytes));
    scales.second = mul(unit, loadSignedBytes(bytes + kGroupRows));
  } else if constexpr (kLayout.subScales == SubScales::Signed) {
    scales.first = mul(unit, loadSignedBytes(bytes));
  } else if constexpr (kLayout.head == Head::ScalesAndMinima) {
    scales.minimum = loadHalf(head + 2 * kGroupRows);
  }
  return scales;
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
