// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/pack_words.h"
#include "cpu/packed_layout.h"
#include "cpu/variants.h"

// What pack_blocks.cpp does for one row, for as many rows at once as a vector has lanes: the same
// words, transposed first, so that a vector holds one word of every row.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::uint32_t kEveryByte = 0x01010101u;

using Quad = Words[4];

// The blocks of kLanes rows, and the unit that they go to.
struct Rows {
  const Byte* blocks;
  std::size_t stride;  // from one row's block to the next's
  Byte* unit;
  std::size_t row;  // of the unit, the first

  void load(std::size_t offset, Quad& words) const {
    loadTransposed(blocks + offset, stride, words);
  }
  void put(Byte* vectors, std::size_t vector, Words words) const {
    storeWords(vectors + vector * kVectorBytes + row * 4, words);
  }
  void putHalves(std::size_t index, std::size_t offset) const {
    Byte* const to = unit + 2 * (index * kGroupRows + row);
    for (std::size_t i = 0; i < kLanes; ++i)
      __builtin_memcpy(to + 2 * i, blocks + i * stride + offset, 2);
  }
  // Byte j of each row's word to its place among the rows' bytes at to[j].
  void putBytes(Byte* const (&to)[4], Words words) const {
    std::uint32_t columns[kLanes];
    storeWords(columns, byteColumns(words));
    for (std::size_t i = 0; i < kLanes; ++i)
      __builtin_memcpy(to[i % 4] + row + i / 4 * 4, &columns[i], 4);
  }
};

ALCOVE_INLINE void putBlockNibbles(const Rows& rows, Byte* values, std::size_t offset) {
  Quad nibbles;
  rows.load(offset, nibbles);
  for (std::size_t g = 0; g < 4; ++g) rows.put(values, g, nibbles[g]);
}

// Bits `shift` … `shift` + 3 of 32 columns of bytes, and the same of two bits and of one.
ALCOVE_INLINE void putNibbles(const Rows& rows, Byte* values, const Quad& first, const Quad& second,
                              unsigned shift) {
  for (std::size_t g = 0; g < 4; ++g) {
    const Words low = (first[g] >> shift) & (15 * kEveryByte);
    const Words high = (second[g] << (4 - shift)) & (240 * kEveryByte);
    rows.put(values, g, low | high);
  }
}

ALCOVE_INLINE void putPairs(const Rows& rows, Byte* pairs, const Quad& first, const Quad& second,
                            unsigned shift) {
  for (std::size_t v = 0; v < 2; ++v) {
    const Quad& words = v == 0 ? first : second;
    Words bits = (words[0] >> shift) & (3 * kEveryByte);
    for (unsigned i = 1; i < 4; ++i) bits |= ((words[i] >> shift) & (3 * kEveryByte)) << (2 * i);
    rows.put(pairs, v, bits);
  }
}

ALCOVE_INLINE void putBits(const Rows& rows, Byte* bits, const Quad& first, const Quad& second,
                           unsigned shift) {
  Words all = (first[0] >> shift) & kEveryByte;
  for (unsigned g = 1; g < 8; ++g)
    all |= (((g < 4 ? first[g] : second[g - 4]) >> shift) & kEveryByte) << g;
  rows.put(bits, 0, all);
}

// One bit for each of 32 columns in their order: bit 4g + j becomes bit g of byte j. In binary the
// place g2 g1 g0 j1 j0 becomes j1 j0 g2 g1 g0; each step exchanges two of its digits.
ALCOVE_INLINE void putBitString(const Rows& rows, Byte* to, std::size_t offset) {
  Words bits = loadWord(rows.blocks + offset, rows.stride);
  const auto exchange = [&](unsigned distance, std::uint32_t lower) {
    const Words moved = ((bits >> distance) ^ bits) & lower;
    bits ^= moved ^ (moved << distance);
  };
  exchange(14, 0x0000ccccu);  // digits 4 and 1
  exchange(7, 0x00aa00aau);   // 3 and 0
  exchange(2, 0x0c0c0c0cu);   // 2 and 1
  exchange(1, 0x22222222u);   // 1 and 0
  rows.put(to, 0, bits);
}

// Two scales of each sub-block, one for each half of its columns, in bytes that follow each other.
template <ValueType kType>
ALCOVE_INLINE void putHalfScales(const Rows& rows, std::size_t offset) {
  Quad scales;
  rows.load(offset, scales);
  for (std::size_t w = 0; w < 4; ++w) {
    Byte* const a = SubBlock(packedLayout(kType), rows.unit, 2 * w).scales;
    Byte* const b = SubBlock(packedLayout(kType), rows.unit, 2 * w + 1).scales;
    rows.putBytes({a, a + kGroupRows, b, b + kGroupRows}, scales[w]);
  }
}

// The 6-bit scales and minima of Q4_K and Q5_K.
template <ValueType kType>
ALCOVE_INLINE void putScalesAndMinima(const Rows& rows) {
  Quad words;  // the two float16, then 12 bytes of scales and minima
  rows.load(0, words);
  const Words low = words[1], middle = words[2], high = words[3];
  const Words fromLow = (low >> 2) & (48 * kEveryByte);
  const Words fromMiddle = (middle >> 2) & (48 * kEveryByte);
  const Words scales[2] = {low & (63 * kEveryByte), (high & (15 * kEveryByte)) | fromLow};
  const Words minima[2] = {middle & (63 * kEveryByte),
                           ((high >> 4) & (15 * kEveryByte)) | fromMiddle};
  for (std::size_t i = 0; i < 2; ++i) {
    Byte* to[4];
    for (std::size_t j = 0; j < 4; ++j)
      to[j] = SubBlock(packedLayout(kType), rows.unit, 4 * i + j).scales;
    rows.putBytes(to, scales[i]);
    for (Byte*& minimum : to) minimum += kGroupRows;
    rows.putBytes(to, minima[i]);
  }
}

template <ValueType kType>
ALCOVE_INLINE void packWithMinima(const Rows& rows) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr std::size_t kNibbles = 16 + kLayout.highBits * 32;
  rows.putHalves(0, 0);
  rows.putHalves(1, 2);
  putScalesAndMinima<kType>(rows);
  Quad fifth[2];
  if constexpr (kLayout.highBits == 1)
    for (std::size_t i = 0; i < 2; ++i) rows.load(16 + 16 * i, fifth[i]);
  for (std::size_t pair = 0; pair < 4; ++pair) {
    Quad first, second;
    rows.load(kNibbles + 32 * pair, first);
    rows.load(kNibbles + 32 * pair + 16, second);
    for (std::size_t s = 2 * pair; s < 2 * pair + 2; ++s) {
      const SubBlock sub(kLayout, rows.unit, s);
      putNibbles(rows, sub.values, first, second, s % 2 * 4);
      if constexpr (kLayout.highBits == 1) putBits(rows, sub.high, fifth[0], fifth[1], unsigned(s));
    }
  }
}

void packQ8_0(const Rows& rows) {
  rows.putHalves(0, 0);
  for (std::size_t half = 0; half < 2; ++half) {
    Quad words;
    rows.load(2 + 16 * half, words);
    for (std::size_t g = 0; g < 4; ++g)
      rows.put(rows.unit + 32, 4 * half + g, words[g] ^ (128 * kEveryByte));
  }
}

void packQ4_0(const Rows& rows) {
  rows.putHalves(0, 0);
  putBlockNibbles(rows, rows.unit + 32, 2);
}

void packQ4_1(const Rows& rows) {
  rows.putHalves(0, 0);
  rows.putHalves(1, 2);
  putBlockNibbles(rows, rows.unit + 64, 4);
}

void packQ5_0(const Rows& rows) {
  rows.putHalves(0, 0);
  const SubBlock sub(packedLayout(ValueType::Q5_0), rows.unit, 0);
  putBlockNibbles(rows, sub.values, 6);
  putBitString(rows, sub.high, 2);
}

void packQ5_1(const Rows& rows) {
  rows.putHalves(0, 0);
  rows.putHalves(1, 2);
  const SubBlock sub(packedLayout(ValueType::Q5_1), rows.unit, 0);
  putBlockNibbles(rows, sub.values, 8);
  putBitString(rows, sub.high, 4);
}

void packIQ4_NL(const Rows& rows) { packQ4_0(rows); }

void packMXFP4(const Rows& rows) {
  for (std::size_t i = 0; i < kLanes; ++i) rows.unit[rows.row + i] = rows.blocks[i * rows.stride];
  putBlockNibbles(rows, rows.unit + kGroupRows, 1);
}

void packQ2_K(const Rows& rows) {
  rows.putHalves(0, 80);
  rows.putHalves(1, 82);
  putHalfScales<ValueType::Q2_K>(rows, 0);
  for (std::size_t half = 0; half < 2; ++half) {
    Quad first, second;
    rows.load(16 + 32 * half, first);
    rows.load(32 + 32 * half, second);
    for (unsigned i = 0; i < 4; ++i) {
      const SubBlock sub(packedLayout(ValueType::Q2_K), rows.unit, 4 * half + i);
      putPairs(rows, sub.values, first, second, 2 * i);
    }
  }
}

// The 6-bit scales of Q3_K, as numbers less 32.
void putScalesOfQ3_K(const Rows& rows) {
  const Words low[2] = {loadWord(rows.blocks + 96, rows.stride),
                        loadWord(rows.blocks + 100, rows.stride)};
  const Words high = loadWord(rows.blocks + 104, rows.stride);
  for (std::size_t w = 0; w < 4; ++w) {
    const Words bits = ((low[w % 2] >> (w / 2 * 4)) & (15 * kEveryByte)) |
                       (((high >> (2 * w)) & (3 * kEveryByte)) << 4);
    // Less 32, byte by byte: the highest bit turned over and spread to the two above it.
    const Words turned = bits ^ (32 * kEveryByte);
    const Words sign = turned & (32 * kEveryByte);
    Byte* const a = SubBlock(packedLayout(ValueType::Q3_K), rows.unit, 2 * w).scales;
    Byte* const b = SubBlock(packedLayout(ValueType::Q3_K), rows.unit, 2 * w + 1).scales;
    rows.putBytes({a, a + kGroupRows, b, b + kGroupRows}, turned | (sign << 1) | (sign << 2));
  }
}

void packQ3_K(const Rows& rows) {
  rows.putHalves(0, 108);
  putScalesOfQ3_K(rows);
  Quad third[2];
  for (std::size_t i = 0; i < 2; ++i) rows.load(16 * i, third[i]);
  for (std::size_t half = 0; half < 2; ++half) {
    Quad first, second;
    rows.load(32 + 32 * half, first);
    rows.load(48 + 32 * half, second);
    for (unsigned i = 0; i < 4; ++i) {
      const unsigned s = unsigned(4 * half) + i;
      const SubBlock sub(packedLayout(ValueType::Q3_K), rows.unit, s);
      putPairs(rows, sub.values, first, second, 2 * i);
      putBits(rows, sub.high, third[0], third[1], s);
    }
  }
}

void packQ4_K(const Rows& rows) { packWithMinima<ValueType::Q4_K>(rows); }
void packQ5_K(const Rows& rows) { packWithMinima<ValueType::Q5_K>(rows); }

void packQ6_K(const Rows& rows) {
  rows.putHalves(0, 208);
  putHalfScales<ValueType::Q6_K>(rows, 192);
  for (std::size_t half = 0; half < 2; ++half) {
    Quad high[2], low[4];
    for (std::size_t i = 0; i < 2; ++i) rows.load(128 + 32 * half + 16 * i, high[i]);
    for (std::size_t i = 0; i < 4; ++i) rows.load(64 * half + 16 * i, low[i]);
    for (unsigned quarter = 0; quarter < 4; ++quarter) {
      const SubBlock sub(packedLayout(ValueType::Q6_K), rows.unit, 4 * half + quarter);
      const std::size_t from = quarter % 2 * 2;
      putNibbles(rows, sub.values, low[from], low[from + 1], quarter / 2 * 4);
      putPairs(rows, sub.high, high[0], high[1], 2 * quarter);
    }
  }
}

void packIQ4_XS(const Rows& rows) {
  constexpr PackedLayout kLayout = packedLayout(ValueType::IQ4_XS);
  rows.putHalves(0, 0);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(kLayout, rows.unit, s);
    putBlockNibbles(rows, sub.values, 8 + 16 * s);
    for (std::size_t i = 0; i < kLanes; ++i) {
      const Byte* const block = rows.blocks + i * rows.stride;
      const unsigned upper = loadUnaligned<std::uint16_t>(block + 2);
      const unsigned low = (block[4 + s / 2] >> (s % 2 * 4)) & 15;
      sub.scales[rows.row + i] = Byte((low | (((upper >> (2 * s)) & 3) << 4)) - 32);
    }
  }
}

using Pack = void (*)(const Rows& rows);

Pack packOf(ValueType type) {
  switch (type) {
#define ALCOVE_CASE(name) \
  case ValueType::name:   \
    return pack##name;
    ALCOVE_PACKED_TYPES(ALCOVE_CASE)
#undef ALCOVE_CASE
    default:
      return nullptr;
  }
}

}  // namespace

void packRows(const PackArgs& args) {
  const PackedLayout layout = packedLayout(args.type);
  const Pack pack = packOf(args.type);
  const std::size_t units = args.columns / layout.unitColumns();
  const std::size_t rowBytes = units * layout.sourceBytes;
  const std::size_t groupBytes = layout.groupBytes(args.columns);
  // The last group may have fewer rows than there are lanes.
  const std::size_t whole = args.rows / kGroupRows;
  const std::size_t wholeEnd = whole < args.groupEnd ? whole : args.groupEnd;
  for (std::size_t group = args.groupBegin; group < wholeEnd; ++group) {
    const Byte* source = reinterpret_cast<const Byte*>(args.source) + group * kGroupRows * rowBytes;
    Byte* unit = reinterpret_cast<Byte*>(args.packed) + group * groupBytes;
    for (std::size_t i = 0; i < units; ++i) {
      for (std::size_t row = 0; row < kGroupRows; row += kLanes)
        pack({source + row * rowBytes, rowBytes, unit, row});
      source += layout.sourceBytes;
      unit += layout.unitBytes();
    }
  }
  if (wholeEnd < args.groupEnd) {
    PackArgs rest = args;
    rest.groupBegin = args.groupBegin > wholeEnd ? args.groupBegin : wholeEnd;
    cpu::packRows(rest);
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
