// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/packing.h"
#include "cpu/types.h"

// How packed weights and quantised activations lie in memory; private to the kernels.
//
// A packed matrix is a sequence of row groups; a group is a sequence of units along the columns.
// One unit covers the columns of one GGUF block and is
//   head   16 float16 scales, then (Q4_1, Q4_K, Q5_K) 16 float16 minima, one per row
//   sub    repeated for every 32 columns of the unit:
//     values  4-bit kinds: 4 × 64 bytes. Byte 4r + j of vector g holds row r, column 4g + j in its
//             low and column 16 + 4g + j in its high four bits. (That is the order of bytes in Q4_0
//             and Q4_1 blocks, cut into words.)
//             Q8_0: 8 × 64 bytes. Byte 4r + j of vector g is row r, column 4g + j, plus 128.
//     high    Q5_K: 64 bytes; bit g of byte 4r + j is bit 4 of column 4g + j.
//             Q6_K: 2 × 64 bytes; bits 2i and 2i + 1 of byte 4r + j of vector v are bits 4 and 5 of
//             column 16v + 4i + j.
//     scales  Q4_K, Q5_K: 16 bytes of scales, 16 bytes of minima. Q6_K: 16 signed bytes of scales
//             for the first 16 columns, 16 for the others.
// Rows beyond the matrix are zeros.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kSubColumns = 32;
inline constexpr std::size_t kVectorBytes = 64;  // one word of four columns for each row of a group

struct PackedLayout {
  std::size_t subBlocks;    // per unit
  std::size_t headBytes;    // per unit
  std::size_t valueBytes;   // per sub-block
  std::size_t highBytes;    // per sub-block
  std::size_t scaleBytes;   // per sub-block
  std::size_t sourceBytes;  // of the GGUF block that one row has in a unit

  [[nodiscard]] constexpr std::size_t subBytes() const {
    return valueBytes + highBytes + scaleBytes;
  }
  [[nodiscard]] constexpr std::size_t unitBytes() const {
    return headBytes + subBlocks * subBytes();
  }
  [[nodiscard]] constexpr std::size_t unitColumns() const { return subBlocks * kSubColumns; }
  [[nodiscard]] constexpr std::size_t groupBytes(std::size_t columns) const {
    return columns / unitColumns() * unitBytes();
  }
};

// All zeros for types that are not packed.
[[nodiscard]] constexpr PackedLayout packedLayout(ValueType type) {
  switch (type) {
    case ValueType::Q8_0:
      return {1, 32, 512, 0, 0, 34};
    case ValueType::Q4_0:
      return {1, 32, 256, 0, 0, 18};
    case ValueType::Q4_1:
      return {1, 64, 256, 0, 0, 20};
    case ValueType::Q4_K:
      return {8, 64, 256, 0, 32, 144};
    case ValueType::Q5_K:
      return {8, 64, 256, 64, 32, 176};
    case ValueType::Q6_K:
      return {8, 32, 256, 128, 32, 210};
    default:
      return {};
  }
}

// An activation is the sum of two terms: the nearest of 255 steps of its block, and what that left
// over, rounded in the same way. Together they keep some 16 bits. One term alone is what costs
// 8-bit inference its accuracy: a single large value in a block coarsens the 31 others.
inline constexpr std::size_t kTerms = 2;

// One term of 32 activations of one token. Tokens lie in tiles of kTileTokens (the last may be
// smaller); within a tile of n tokens, term k of block b of token i is element (b × n + i) × kTerms
// + k.
struct ActivationBlock {
  std::int8_t values[kSubColumns];
  float scale;                 // activation = scale × value
  float sum;                   // of the activations as quantised
  std::int32_t minus8Sum;      // -8 × sum of all values: what a weight offset of 8 takes away
  std::int32_t minus8SumHalf;  // the same of the first 16 values
};
static_assert(sizeof(ActivationBlock) == 48);

}  // namespace alcove::kernels::cpu
