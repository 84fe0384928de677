// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/packing.h"
#include "cpu/types.h"

// How packed weights and quantised activations lie in memory; private to the kernels.
//
// A packed matrix is a sequence of row groups; a group is a sequence of units along the columns.
// One unit covers the columns of one GGUF block and is
//   head   one per row: 16 float16 scales, then for some 16 float16 minima; or 16 exponents
//   sub    repeated for every 32 columns of the unit:
//     values  low bits of the stored integers
//             2: 2 × 64 bytes. Bits 2i and 2i + 1 of byte 4r + j of vector v hold row r, column
//                16v + 4i + j.
//             4: 4 × 64 bytes. Byte 4r + j of vector g holds row r, column 4g + j in its low and
//                column 16 + 4g + j in its high four bits. (That is the order of bytes in blocks of
//                32, cut into words.)
//             8: 8 × 64 bytes. Byte 4r + j of vector g is row r, column 4g + j.
//     high    further bits, above the low ones
//             1: 64 bytes; bit g of byte 4r + j belongs to column 4g + j.
//             2: 2 × 64 bytes, as two low bits.
//     scales  as SubScales says; each array has one byte per row
// Rows beyond the matrix are zeros.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kSubColumns = 32;
inline constexpr std::size_t kVectorBytes = 64;  // one word of four columns for each row of a group

enum class Head : std::uint8_t {
  Scales,           // value = scale × integer
  ScalesAndMinima,  // … + minimum; with scales of sub-blocks … - minimum × sub-minimum
  Exponents,        // scale = 2^(byte - 128), zero below 2
};

enum class SubScales : std::uint8_t {
  None,
  Signed,             // 16 scales
  UnsignedAndMinima,  // 16 scales, 16 minima
  SignedHalves,       // 16 scales of the first 16 columns, 16 of the others
  NibbleHalves,       // the same; scale in the low nibble, minimum in the high one
};

enum class Levels : std::uint8_t { None, Iq4, Fp4 };

// Called by code for several instruction sets: a copy of its own would be shared between them.
#define ALCOVE_SHARED [[nodiscard, gnu::always_inline]] constexpr

// All that tells the packed types apart.
struct PackedLayout {
  std::size_t sourceBytes = 0;  // of the GGUF block that one row has in a unit
  std::size_t subBlocks = 0;    // per unit
  std::size_t lowBits = 0;
  std::size_t highBits = 0;
  int offset = 0;  // weight = integer - offset
  Head head = Head::Scales;
  SubScales subScales = SubScales::None;
  Levels levels = Levels::None;  // if any, the integer is levelTable(levels)[the four bits]

  ALCOVE_SHARED bool hasHalves() const {
    return subScales == SubScales::SignedHalves || subScales == SubScales::NibbleHalves;
  }
  ALCOVE_SHARED std::size_t headStride() const { return head == Head::Exponents ? 1 : 2; }
  ALCOVE_SHARED std::size_t headBytes() const {
    return kGroupRows * headStride() * (head == Head::ScalesAndMinima ? 2 : 1);
  }
  ALCOVE_SHARED std::size_t valueBytes() const { return lowBits * kVectorBytes; }
  ALCOVE_SHARED std::size_t highBytes() const { return highBits * kVectorBytes; }
  ALCOVE_SHARED std::size_t scaleBytes() const {
    if (subScales == SubScales::None) return 0;
    return subScales == SubScales::Signed ? kGroupRows : 2 * kGroupRows;
  }
  ALCOVE_SHARED std::size_t subBytes() const { return valueBytes() + highBytes() + scaleBytes(); }
  ALCOVE_SHARED std::size_t unitBytes() const { return headBytes() + subBlocks * subBytes(); }
  ALCOVE_SHARED std::size_t unitColumns() const { return subBlocks * kSubColumns; }
  ALCOVE_SHARED std::size_t groupBytes(std::size_t columns) const {
    return columns / unitColumns() * unitBytes();
  }
};

// The levels of IQ4_NL and IQ4_XS plus 128; twice the 4-bit floats of MXFP4 plus 16.
alignas(16) inline constexpr std::uint8_t kIq4Levels[16] = {1,   24,  45,  63,  79,  93,  106, 118,
                                                            129, 141, 153, 166, 181, 197, 217, 241};
alignas(16) inline constexpr std::uint8_t kFp4Levels[16] = {16, 17, 18, 19, 20, 22, 24, 28,
                                                            16, 15, 14, 13, 12, 10, 8,  4};

ALCOVE_SHARED inline const std::uint8_t* levelTable(Levels levels) {
  return levels == Levels::Iq4 ? kIq4Levels : kFp4Levels;
}

// No sub-blocks for types that are not packed.
ALCOVE_SHARED inline PackedLayout packedLayout(ValueType type) {
  switch (type) {
    case ValueType::Q8_0:
      return {34, 1, 8, 0, 128};
    case ValueType::Q4_0:
      return {18, 1, 4, 0, 8};
    case ValueType::Q4_1:
      return {20, 1, 4, 0, 0, Head::ScalesAndMinima};
    case ValueType::Q5_0:
      return {22, 1, 4, 1, 16};
    case ValueType::Q5_1:
      return {24, 1, 4, 1, 0, Head::ScalesAndMinima};
    case ValueType::Q2_K:
      return {84, 8, 2, 0, 0, Head::ScalesAndMinima, SubScales::NibbleHalves};
    case ValueType::Q3_K:
      return {110, 8, 2, 1, 4, Head::Scales, SubScales::SignedHalves};
    case ValueType::Q4_K:
      return {144, 8, 4, 0, 0, Head::ScalesAndMinima, SubScales::UnsignedAndMinima};
    case ValueType::Q5_K:
      return {176, 8, 4, 1, 0, Head::ScalesAndMinima, SubScales::UnsignedAndMinima};
    case ValueType::Q6_K:
      return {210, 8, 4, 2, 32, Head::Scales, SubScales::SignedHalves};
    case ValueType::IQ4_NL:
      return {18, 1, 4, 0, 128, Head::Scales, SubScales::None, Levels::Iq4};
    case ValueType::IQ4_XS:
      return {136, 8, 4, 0, 128, Head::Scales, SubScales::Signed, Levels::Iq4};
    case ValueType::MXFP4:
      return {17, 1, 4, 0, 16, Head::Exponents, SubScales::None, Levels::Fp4};
    default:
      return {};
  }
}

// Whether pairs of products with bytes fit 16 bits, several at a time: codes of up to six bits.
ALCOVE_SHARED inline bool meetsBytes(ValueType type) {
  const PackedLayout layout = packedLayout(type);
  return layout.subBlocks != 0 && layout.lowBits + layout.highBits <= 6 &&
         layout.levels != Levels::Iq4;
}

// Where the parts of sub-block `sub` of a unit begin.
template <class Byte>  // std::uint8_t, const or not
struct SubBlock {
  ALCOVE_SHARED SubBlock(const PackedLayout& layout, Byte* unit, std::size_t sub)
      : values(unit + layout.headBytes() + sub * layout.subBytes()),
        high(values + layout.valueBytes()),
        scales(high + layout.highBytes()) {}
  Byte* values;
  Byte* high;
  Byte* scales;
};

// What `choose` gives for a packed type, which is its template argument.
template <class Choose>
ALCOVE_SHARED decltype(auto) forPackedType(ValueType type, const Choose& choose) {
  switch (type) {
#define ALCOVE_CASE(name) \
  case ValueType::name:   \
    return choose.template operator()<ValueType::name>();
    ALCOVE_PACKED_TYPES(ALCOVE_CASE)
#undef ALCOVE_CASE
    default:
      return choose.template operator()<ValueType::Q8_0>();  // no other type is packed
  }
}

#undef ALCOVE_SHARED

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
