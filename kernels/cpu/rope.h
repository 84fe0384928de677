// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

namespace alcove::kernels::cpu {

// Which two values of a head turn together.
enum class RopePairing : std::uint8_t {
  Interleaved,  // 2i and 2i + 1
  HalfSplit,    // i and i + ropeDim / 2
};

// Turns the first ropeDim values of every head by the angles of the token's position; the rest of
// the head is left as it is. In place.
struct RopeArgs {
  float* values = nullptr;      // token t, head h at values + t × tokenStride + h × headDim
  std::size_t tokenStride = 0;  // floats, ≥ heads × headDim
  std::size_t heads = 0;
  std::size_t headDim = 0;
  std::size_t ropeDim = 0;                   // even, ≤ headDim
  const float* cosines = nullptr;            // [positions, ropeDim / 2]
  const float* sines = nullptr;              // [positions, ropeDim / 2]
  const std::uint32_t* positions = nullptr;  // of each token: the row of the tables
  RopePairing pairing = RopePairing::Interleaved;
  std::size_t tokenBegin = 0;  // tokens to do in this call
  std::size_t tokenEnd = 0;
};

}  // namespace alcove::kernels::cpu
