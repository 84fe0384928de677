// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/matmul_bytes.h"
#include "cpu/packed_unpack.h"

// Weights as signed bytes; private to the kernels for which these are few bits.

namespace alcove::kernels::cpu::ALCOVE_ISA {

template <ValueType kType, int kCentre, int kGroup>
ALCOVE_INLINE void unpackGroup(const std::uint8_t* values, U8 (&weights)[kByteGroups]) {
  const U8 centre = splatByte(std::uint8_t(kCentre));
  const Weights w = unpackWeights<kType, kGroup>(values);
  weights[kGroup] = subBytes(w.first, centre);
  weights[kGroup + kByteGroups / 2] = subBytes(w.second, centre);
}

// The integers of kLanes rows of a sub-block, less kCentre: four columns in each vector.
template <ValueType kType, int kCentre>
ALCOVE_INLINE void unpackCentred(const std::uint8_t* values, U8 (&weights)[kByteGroups]) {
  unpackGroup<kType, kCentre, 0>(values, weights);
  unpackGroup<kType, kCentre, 1>(values, weights);
  unpackGroup<kType, kCentre, 2>(values, weights);
  unpackGroup<kType, kCentre, 3>(values, weights);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
