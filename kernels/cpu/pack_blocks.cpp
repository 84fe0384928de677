// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/pack_blocks.h"

#include <cstring>

#include "cpu/half.h"
#include "cpu/packed_layout.h"

// What the fields of the blocks mean is said at their reference decoders, in engine/quant.

namespace alcove::kernels::cpu {
namespace {

using Byte = std::uint8_t;

constexpr std::uint32_t kLowNibbles = 0x0f0f0f0fu;

std::uint32_t word(const Byte* from, std::size_t index) {
  return loadUnaligned<std::uint32_t>(from + 4 * index);
}

void putWord(Byte* vectors, std::size_t vector, std::size_t row, std::uint32_t value) {
  storeUnaligned(vectors + vector * kVectorBytes + row * 4, value);
}

void putHalf(Byte* head, std::size_t index, const Byte* half) {
  std::memcpy(head + 2 * index, half, 2);
}

// 16 bytes of nibbles that already have the order of packed ones.
void putBlockNibbles(Byte* values, std::size_t row, const Byte* nibbles) {
  for (std::size_t g = 0; g < 4; ++g) putWord(values, g, row, word(nibbles, g));
}

// Four-bit values of 32 columns, given as bytes of which bits `shift` … `shift` + 3 count.
void putNibbles(Byte* values, std::size_t row, const Byte* bytes, unsigned shift) {
  for (std::size_t g = 0; g < 4; ++g) {
    const std::uint32_t first = (word(bytes, g) >> shift) & kLowNibbles;
    const std::uint32_t second = (word(bytes + 16, g) >> shift) & kLowNibbles;
    putWord(values, g, row, first | (second << 4));
  }
}

// The same with bits `shift` and `shift` + 1.
void putPairs(Byte* pairs, std::size_t row, const Byte* bytes, unsigned shift) {
  for (std::size_t v = 0; v < 2; ++v) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i)
      bits |= ((word(bytes, 4 * v + i) >> shift) & 0x03030303u) << (2 * i);
    putWord(pairs, v, row, bits);
  }
}

// The same with bit `shift` alone.
void putBits(Byte* bits, std::size_t row, const Byte* bytes, unsigned shift) {
  std::uint32_t all = 0;
  for (std::size_t g = 0; g < 8; ++g) all |= ((word(bytes, g) >> shift) & 0x01010101u) << g;
  putWord(bits, 0, row, all);
}

// One bit for each of 32 columns, in their order.
void putBitString(Byte* bits, std::size_t row, const Byte* string) {
  Byte bytes[kSubColumns];
  for (std::size_t i = 0; i < kSubColumns; ++i) bytes[i] = (string[i / 8] >> (i % 8)) & 1;
  putBits(bits, row, bytes, 0);
}

// The 6-bit scale and minimum of sub-block `sub` of a Q4_K or Q5_K block.
void scaleAndMinimum(const Byte* packed, std::size_t sub, Byte& scale, Byte& minimum) {
  if (sub < 4) {
    scale = packed[sub] & 63;
    minimum = packed[sub + 4] & 63;
  } else {
    scale = Byte((packed[sub + 4] & 15) | ((packed[sub - 4] >> 6) << 4));
    minimum = Byte((packed[sub + 4] >> 4) | ((packed[sub] >> 6) << 4));
  }
}

// Scale `index` of 16 of a Q3_K block.
Byte scaleOfQ3_K(const Byte* packed, std::size_t index) {
  const int low = (packed[index % 8] >> (index / 8 * 4)) & 15;
  const int high = (packed[8 + index % 4] >> (index / 4 * 2)) & 3;
  return Byte((low | (high << 4)) - 32);
}

template <ValueType kType>
void packWithMinima(const Byte* block, Byte* unit, std::size_t row) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const Byte* fifth = block + 16;
  const Byte* nibbles = fifth + kLayout.highBits * 32;
  putHalf(unit, row, block);
  putHalf(unit, kGroupRows + row, block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(kLayout, unit, s);
    putNibbles(sub.values, row, nibbles + s / 2 * 32, s % 2 * 4);
    if constexpr (kLayout.highBits == 1) putBits(sub.high, row, fifth, unsigned(s));
    scaleAndMinimum(block + 4, s, sub.scales[row], sub.scales[kGroupRows + row]);
  }
}

}  // namespace

void packQ8_0(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  for (std::size_t g = 0; g < 8; ++g) putWord(unit + 32, g, row, word(block + 2, g) ^ 0x80808080u);
}

void packQ4_0(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  putBlockNibbles(unit + 32, row, block + 2);
}

void packQ4_1(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  putHalf(unit, kGroupRows + row, block + 2);
  putBlockNibbles(unit + 64, row, block + 4);
}

void packQ5_0(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  const SubBlock sub(packedLayout(ValueType::Q5_0), unit, 0);
  putBlockNibbles(sub.values, row, block + 6);
  putBitString(sub.high, row, block + 2);
}

void packQ5_1(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  putHalf(unit, kGroupRows + row, block + 2);
  const SubBlock sub(packedLayout(ValueType::Q5_1), unit, 0);
  putBlockNibbles(sub.values, row, block + 8);
  putBitString(sub.high, row, block + 4);
}

void packIQ4_NL(const Byte* block, Byte* unit, std::size_t row) { packQ4_0(block, unit, row); }

void packMXFP4(const Byte* block, Byte* unit, std::size_t row) {
  unit[row] = block[0];
  putBlockNibbles(unit + kGroupRows, row, block + 1);
}

void packQ2_K(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block + 80);
  putHalf(unit, kGroupRows + row, block + 82);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(packedLayout(ValueType::Q2_K), unit, s);
    putPairs(sub.values, row, block + 16 + s / 4 * 32, s % 4 * 2);
    sub.scales[row] = block[2 * s];
    sub.scales[kGroupRows + row] = block[2 * s + 1];
  }
}

void packQ3_K(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block + 108);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(packedLayout(ValueType::Q3_K), unit, s);
    putPairs(sub.values, row, block + 32 + s / 4 * 32, s % 4 * 2);
    putBits(sub.high, row, block, unsigned(s));
    sub.scales[row] = scaleOfQ3_K(block + 96, 2 * s);
    sub.scales[kGroupRows + row] = scaleOfQ3_K(block + 96, 2 * s + 1);
  }
}

void packQ4_K(const Byte* block, Byte* unit, std::size_t row) {
  packWithMinima<ValueType::Q4_K>(block, unit, row);
}

void packQ5_K(const Byte* block, Byte* unit, std::size_t row) {
  packWithMinima<ValueType::Q5_K>(block, unit, row);
}

void packQ6_K(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block + 208);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(packedLayout(ValueType::Q6_K), unit, s);
    const std::size_t half = s / 4, quarter = s % 4;
    putNibbles(sub.values, row, block + half * 64 + quarter % 2 * 32, quarter / 2 * 4);
    putPairs(sub.high, row, block + 128 + half * 32, 2 * quarter);
    sub.scales[row] = block[192 + 2 * s];
    sub.scales[kGroupRows + row] = block[192 + 2 * s + 1];
  }
}

void packIQ4_XS(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  const unsigned upper = loadUnaligned<std::uint16_t>(block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    const SubBlock sub(packedLayout(ValueType::IQ4_XS), unit, s);
    putBlockNibbles(sub.values, row, block + 8 + 16 * s);
    const unsigned low = (block[4 + s / 2] >> (s % 2 * 4)) & 15;
    sub.scales[row] = Byte((low | (((upper >> (2 * s)) & 3) << 4)) - 32);
  }
}

}  // namespace alcove::kernels::cpu
