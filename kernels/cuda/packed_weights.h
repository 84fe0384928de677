// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "cpu/packed_layout.h"

// Packed weights (cpu/packed_layout.h) taken apart. A lane takes four rows and eight columns of a
// sub-block at a time: words 4·g … 4·g + 3 and 16 + 4·g … of rows 4·quad … 4·quad + 3.

namespace alcove::kernels::cuda {

using cpu::kGroupRows;
using cpu::kSubColumns;
using cpu::packedLayout;
using cpu::PackedLayout;
using cpu::ValueType;

// Integers of eight bits are kept as signed bytes here, less 128.
static constexpr bool isWide(const PackedLayout& layout) { return layout.offset == 128; }

// What is left to take away from integers as unpackWords() gives them.
static constexpr int offsetOf(const PackedLayout& layout) {
  return isWide(layout) ? 0 : layout.offset;
}

// Words of four columns, one for each half of a sub-block.
struct WordPair {
  std::uint32_t first;
  std::uint32_t second;
};

// Four of the sixteen levels, less 128 where they take all eight bits, as a word.
static constexpr std::uint32_t levelWord(const PackedLayout& layout, int index) {
  const std::uint8_t* const levels = cpu::levelTable(layout.levels);
  std::uint32_t word = 0;
  for (int i = 0; i < 4; ++i)
    word |= std::uint32_t(std::uint8_t(levels[4 * index + i] - (isWide(layout) ? 128 : 0)))
            << (8 * i);
  return word;
}

// The levels of four codes in the low half of `codes`, in the order of their bits.
template <ValueType kType>
static __device__ inline std::uint32_t fourLevels(std::uint32_t codes) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr std::uint32_t kWords[4] = {levelWord(kLayout, 0), levelWord(kLayout, 1),
                                       levelWord(kLayout, 2), levelWord(kLayout, 3)};
  const std::uint32_t low = codes & 0x7777u;
  return __byte_perm(__byte_perm(kWords[0], kWords[1], low), __byte_perm(kWords[2], kWords[3], low),
                     0x3210u | ((codes >> 1) & 0x4444u));
}

// The words of one row, column group g, out of the vectors that hold them.
template <ValueType kType>
static __device__ inline WordPair unpackWords(std::uint32_t low, std::uint32_t low2,
                                              std::uint32_t high, std::uint32_t high2, int g) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  WordPair words;
  if constexpr (kLayout.lowBits == 8) {
    words = {low, low2};
  } else if constexpr (kLayout.levels != cpu::Levels::None) {
    const std::uint32_t lower = fourLevels<kType>(low), upper = fourLevels<kType>(low >> 16);
    words = {__byte_perm(lower, upper, 0x6420u), __byte_perm(lower, upper, 0x7531u)};
  } else if constexpr (kLayout.lowBits == 4) {
    words = {low & 0x0f0f0f0fu, (low >> 4) & 0x0f0f0f0fu};
  } else {
    words = {(low >> (2 * g)) & 0x03030303u, (low2 >> (2 * g)) & 0x03030303u};
  }
  if constexpr (kLayout.highBits == 1) {
    words.first |= ((high >> g) & 0x01010101u) << kLayout.lowBits;
    words.second |= ((high >> (g + 4)) & 0x01010101u) << kLayout.lowBits;
  } else if constexpr (kLayout.highBits == 2) {
    words.first |= ((high >> (2 * g)) & 0x03030303u) << kLayout.lowBits;
    words.second |= ((high2 >> (2 * g)) & 0x03030303u) << kLayout.lowBits;
  }
  if constexpr (isWide(kLayout) && kLayout.levels == cpu::Levels::None) {
    words.first ^= 0x80808080u;
    words.second ^= 0x80808080u;
  }
  return words;
}

// The vectors of a sub-block that column group g needs, for one row (std::uint32_t) or four of
// them (uint4).
template <ValueType kType, class Words>
struct Vectors {
  Words low, low2, high, high2;

  __device__ static Words at(const std::uint8_t* sub, int vector, int firstRow) {
    return *reinterpret_cast<const Words*>(sub + vector * int(cpu::kVectorBytes) + firstRow * 4);
  }
  __device__ static Vectors load(const std::uint8_t* sub, int g, int firstRow) {
    constexpr PackedLayout kLayout = packedLayout(kType);
    constexpr int kHigh = int(kLayout.lowBits);
    Vectors v{};
    if constexpr (kLayout.lowBits == 8) {
      v.low = at(sub, g, firstRow);
      v.low2 = at(sub, g + 4, firstRow);
    } else if constexpr (kLayout.lowBits == 4) {
      v.low = at(sub, g, firstRow);
    } else {
      v.low = at(sub, 0, firstRow);
      v.low2 = at(sub, 1, firstRow);
    }
    if constexpr (kLayout.highBits >= 1) v.high = at(sub, kHigh, firstRow);
    if constexpr (kLayout.highBits == 2) v.high2 = at(sub, kHigh + 1, firstRow);
    return v;
  }
};

// weight = scale × integer + base, for the columns of each half; the integers as unpackWords()
// gives them.
struct Line {
  float scale[2];
  float base[2];
};

static __device__ inline float halvedPower(std::uint32_t exponent) {
  return __uint_as_float(exponent < 2 ? 0x00200000u << exponent : (exponent - 1) << 23);
}

// What lineOf() is made of, of one row.
struct LineBits {
  std::uint32_t head;       // float16, or an exponent
  std::uint32_t minimum;    // float16
  std::uint32_t scales[2];  // bytes
};

static __device__ inline float halfOf(std::uint32_t bits) {
  return __half2float(__ushort_as_half(std::uint16_t(bits)));
}

template <ValueType kType>
static __device__ inline Line lineFrom(const LineBits& bits) {
  using cpu::Head;
  using cpu::SubScales;
  constexpr PackedLayout kLayout = packedLayout(kType);
  const float head = kLayout.head == Head::Exponents ? halvedPower(bits.head) : halfOf(bits.head);
  const float minimum = kLayout.head == Head::ScalesAndMinima ? halfOf(bits.minimum) : 0.0f;
  Line line{{head, head}, {minimum, minimum}};
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    const std::uint32_t byte = bits.scales[half];
    if constexpr (kLayout.subScales == SubScales::UnsignedAndMinima) {
      line.scale[half] = head * float(bits.scales[0]);
      line.base[half] = -(minimum * float(bits.scales[1]));
    } else if constexpr (kLayout.subScales == SubScales::NibbleHalves) {
      line.scale[half] = head * float(byte & 15u);
      line.base[half] = -(minimum * float(byte >> 4));
    } else if constexpr (kLayout.subScales == SubScales::SignedHalves) {
      line.scale[half] = head * float(std::int8_t(byte));
    } else if constexpr (kLayout.subScales == SubScales::Signed) {
      line.scale[half] = head * float(std::int8_t(bits.scales[0]));
    }
    line.base[half] -= line.scale[half] * float(offsetOf(kLayout));
  }
  return line;
}

// Of one row. `unit`: where the unit begins; `scales`: the scales of the sub-block.
template <ValueType kType>
static __device__ inline Line lineOf(const std::uint8_t* unit, const std::uint8_t* scales,
                                     int row) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr int kRows = int(kGroupRows);
  const auto* const halves = reinterpret_cast<const std::uint16_t*>(unit);
  LineBits bits{};
  bits.head = kLayout.head == cpu::Head::Exponents ? unit[row] : halves[row];
  if constexpr (kLayout.head == cpu::Head::ScalesAndMinima) bits.minimum = halves[kRows + row];
  if constexpr (kLayout.scaleBytes() >= kGroupRows) bits.scales[0] = scales[row];
  if constexpr (kLayout.scaleBytes() > kGroupRows) bits.scales[1] = scales[kRows + row];
  return lineFrom<kType>(bits);
}

static __device__ inline std::uint32_t halfBits(uint2 four, int index) {
  return ((index < 2 ? four.x : four.y) >> (index % 2 * 16)) & 0xffffu;
}

// The bits of lines of four rows, in as few loads as there are arrays.
template <ValueType kType>
struct FourLines {
  uint2 heads, minima;
  std::uint32_t exponents, first, second;

  // Of rows 4 × quad … 4 × quad + 3.
  __device__ static FourLines load(const std::uint8_t* unit, const std::uint8_t* scales, int quad) {
    constexpr PackedLayout kLayout = packedLayout(kType);
    const auto wordAt = [quad](const std::uint8_t* bytes) {
      return reinterpret_cast<const std::uint32_t*>(bytes)[quad];
    };
    const auto fourAt = [quad](const std::uint8_t* bytes) {
      return reinterpret_cast<const uint2*>(bytes)[quad];
    };
    FourLines lines{};
    if constexpr (kLayout.head == cpu::Head::Exponents)
      lines.exponents = wordAt(unit);
    else
      lines.heads = fourAt(unit);
    if constexpr (kLayout.head == cpu::Head::ScalesAndMinima)
      lines.minima = fourAt(unit + 2 * kGroupRows);
    if constexpr (kLayout.scaleBytes() >= kGroupRows) lines.first = wordAt(scales);
    if constexpr (kLayout.scaleBytes() > kGroupRows) lines.second = wordAt(scales + kGroupRows);
    return lines;
  }

  // Of the i-th of the four rows.
  [[nodiscard]] __device__ Line line(int i) const {
    constexpr bool kExponents = packedLayout(kType).head == cpu::Head::Exponents;
    const auto byte = [i](std::uint32_t word) { return (word >> (8 * i)) & 255u; };
    return lineFrom<kType>({kExponents ? byte(exponents) : halfBits(heads, i),
                            halfBits(minima, i),
                            {byte(first), byte(second)}});
  }
};

// Where sub-block `block` of a row group lies.
template <ValueType kType>
struct SubBlockAt {
  const std::uint8_t* unit;
  const std::uint8_t* values;
  const std::uint8_t* scales;

  __device__ SubBlockAt(const std::uint8_t* group, std::uint32_t block) {
    constexpr PackedLayout kLayout = packedLayout(kType);
    constexpr std::uint32_t kSubBlocks = std::uint32_t(kLayout.subBlocks);
    unit = group + std::size_t(block / kSubBlocks) * kLayout.unitBytes();
    values = unit + kLayout.headBytes() + block % kSubBlocks * kLayout.subBytes();
    scales = values + kLayout.valueBytes() + kLayout.highBytes();
  }
};

}  // namespace alcove::kernels::cuda
