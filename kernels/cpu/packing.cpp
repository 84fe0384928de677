// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/packing.h"

#include <cstring>

#include "cpu/half.h"
#include "cpu/matmul.h"
#include "cpu/packed_layout.h"

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

std::uint32_t getWord(const Byte* vectors, std::size_t vector, std::size_t row) {
  return loadUnaligned<std::uint32_t>(vectors + vector * kVectorBytes + row * 4);
}

void putHalf(Byte* head, std::size_t index, const Byte* half) {
  std::memcpy(head + 2 * index, half, 2);
}

float getHalf(const Byte* head, std::size_t index) {
  return halfToFloat(loadUnaligned<std::uint16_t>(head + 2 * index));
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

// Four-bit values of 32 columns, given as bytes of which bits `shift` … `shift` + 3 count.
void putNibbles(Byte* values, std::size_t row, const Byte* low, const Byte* high, unsigned lowShift,
                unsigned highShift) {
  for (std::size_t g = 0; g < 4; ++g) {
    const std::uint32_t first = (word(low, g) >> lowShift) & kLowNibbles;
    const std::uint32_t second = (word(high, g) >> highShift) & kLowNibbles;
    putWord(values, g, row, first | (second << 4));
  }
}

void packQ8_0(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  for (std::size_t g = 0; g < 8; ++g) putWord(unit + 32, g, row, word(block + 2, g) ^ 0x80808080u);
}

void packQ4_0(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  for (std::size_t g = 0; g < 4; ++g) putWord(unit + 32, g, row, word(block + 2, g));
}

void packQ4_1(const Byte* block, Byte* unit, std::size_t row) {
  putHalf(unit, row, block);
  putHalf(unit, kGroupRows + row, block + 2);
  for (std::size_t g = 0; g < 4; ++g) putWord(unit + 64, g, row, word(block + 4, g));
}

// Q4_K and Q5_K: d, dmin, 12 bytes of scales, (32 bytes of fifth bits,) 128 bytes of nibbles; a
// nibble byte serves one column of an even sub-block and one of the next.
template <ValueType kType>
void packWithMinima(const Byte* block, Byte* unit, std::size_t row) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr bool kFiveBits = kType == ValueType::Q5_K;
  const Byte* fifth = block + 16;
  const Byte* nibbles = fifth + (kFiveBits ? 32 : 0);
  putHalf(unit, row, block);
  putHalf(unit, kGroupRows + row, block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    Byte* sub = unit + kLayout.headBytes + s * kLayout.subBytes();
    const Byte* bytes = nibbles + s / 2 * 32;
    putNibbles(sub, row, bytes, bytes + 16, s % 2 * 4, s % 2 * 4);
    if constexpr (kFiveBits) {
      std::uint32_t bits = 0;
      for (std::size_t g = 0; g < 8; ++g) {
        bits |= ((word(fifth, g) >> s) & 0x01010101u) << g;
      }
      putWord(sub + kLayout.valueBytes, 0, row, bits);
    }
    Byte* scales = sub + kLayout.valueBytes + kLayout.highBytes;
    scaleAndMinimum(block + 4, s, scales[row], scales[kGroupRows + row]);
  }
}

// Q6_K: 128 bytes of nibbles, 64 bytes of upper bits, 16 scales, d. Each half of 128 columns has
// four sub-blocks: two in the low nibbles of 64 bytes, then two in the high ones.
void packQ6_K(const Byte* block, Byte* unit, std::size_t row) {
  constexpr PackedLayout kLayout = packedLayout(ValueType::Q6_K);
  putHalf(unit, row, block + 208);
  for (std::size_t s = 0; s < 8; ++s) {
    Byte* sub = unit + kLayout.headBytes + s * kLayout.subBytes();
    const std::size_t half = s / 4, quarter = s % 4;
    const Byte* nibbles = block + half * 64 + quarter % 2 * 32;
    putNibbles(sub, row, nibbles, nibbles + 16, quarter / 2 * 4, quarter / 2 * 4);
    const Byte* upper = block + 128 + half * 32;
    for (std::size_t v = 0; v < 2; ++v) {
      std::uint32_t bits = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        bits |= ((word(upper, 4 * v + i) >> (2 * quarter)) & 0x03030303u) << (2 * i);
      }
      putWord(sub + kLayout.valueBytes, v, row, bits);
    }
    Byte* scales = sub + kLayout.valueBytes + kLayout.highBytes;
    scales[row] = block[192 + 2 * s];
    scales[kGroupRows + row] = block[192 + 2 * s + 1];
  }
}

// The integers of one row in one sub-block, as the GGUF block has them but without its offset.
template <ValueType kType>
void unpackValues(const Byte* sub, std::size_t row, Byte* columns) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const Byte* high = sub + kLayout.valueBytes;
  for (std::size_t g = 0; g < 8; ++g) {
    std::uint32_t values;
    if constexpr (kType == ValueType::Q8_0) {
      values = getWord(sub, g, row);
    } else {
      values = (getWord(sub, g % 4, row) >> (g / 4 * 4)) & kLowNibbles;
    }
    if constexpr (kType == ValueType::Q5_K) {
      values |= ((getWord(high, 0, row) >> g) & 0x01010101u) << 4;
    } else if constexpr (kType == ValueType::Q6_K) {
      values |= ((getWord(high, g / 4, row) >> (g % 4 * 2)) & 0x03030303u) << 4;
    }
    storeUnaligned(columns + 4 * g, values);
  }
}

template <ValueType kType>
void unpackUnit(const Byte* unit, std::size_t row, float* values) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const float scale = getHalf(unit, row);
  for (std::size_t s = 0; s < kLayout.subBlocks; ++s) {
    const Byte* sub = unit + kLayout.headBytes + s * kLayout.subBytes();
    const Byte* scales = sub + kLayout.valueBytes + kLayout.highBytes;
    Byte q[kSubColumns];
    unpackValues<kType>(sub, row, q);
    for (std::size_t i = 0; i < kSubColumns; ++i) {
      float& value = values[s * kSubColumns + i];
      if constexpr (kType == ValueType::Q8_0) {
        value = scale * float(int(q[i]) - 128);
      } else if constexpr (kType == ValueType::Q4_0) {
        value = scale * float(int(q[i]) - 8);
      } else if constexpr (kType == ValueType::Q4_1) {
        value = scale * float(q[i]) + getHalf(unit, kGroupRows + row);
      } else if constexpr (kType == ValueType::Q6_K) {
        const auto subScale = std::int8_t(scales[i / 16 * kGroupRows + row]);
        value = scale * float(subScale) * float(int(q[i]) - 32);
      } else {
        const float minimum = getHalf(unit, kGroupRows + row) * float(scales[kGroupRows + row]);
        value = scale * float(scales[row]) * float(q[i]) - minimum;
      }
    }
  }
}

struct Packing {
  void (*pack)(const Byte* block, Byte* unit, std::size_t row);
  void (*unpack)(const Byte* unit, std::size_t row, float* values);
};

Packing packingOf(ValueType type) {
  switch (type) {
    case ValueType::Q8_0:
      return {packQ8_0, unpackUnit<ValueType::Q8_0>};
    case ValueType::Q4_0:
      return {packQ4_0, unpackUnit<ValueType::Q4_0>};
    case ValueType::Q4_1:
      return {packQ4_1, unpackUnit<ValueType::Q4_1>};
    case ValueType::Q4_K:
      return {packWithMinima<ValueType::Q4_K>, unpackUnit<ValueType::Q4_K>};
    case ValueType::Q5_K:
      return {packWithMinima<ValueType::Q5_K>, unpackUnit<ValueType::Q5_K>};
    case ValueType::Q6_K:
      return {packQ6_K, unpackUnit<ValueType::Q6_K>};
    default:
      return {};
  }
}

const Byte* bytes(const std::byte* from) { return reinterpret_cast<const Byte*>(from); }

}  // namespace

bool isPackable(ValueType type) { return packedLayout(type).subBlocks != 0; }

std::size_t blockColumns(ValueType type) {
  return isPackable(type) ? packedLayout(type).unitColumns() : 1;
}

std::size_t sourceRowBytes(ValueType type, std::size_t columns) {
  if (isPackable(type)) return columns / blockColumns(type) * packedLayout(type).sourceBytes;
  return columns * (type == ValueType::F32 ? 4 : 2);
}

std::size_t packedBytes(ValueType type, std::size_t rows, std::size_t columns) {
  return groupCount(rows) * packedLayout(type).groupBytes(columns);
}

std::size_t activationBytes(std::size_t tokens, std::size_t columns) {
  return tokens * (columns / kSubColumns) * kTerms * sizeof(ActivationBlock);
}

void packRows(const PackArgs& args) {
  const PackedLayout layout = packedLayout(args.type);
  const Packing packing = packingOf(args.type);
  const std::size_t units = args.columns / layout.unitColumns();
  const std::size_t rowBytes = sourceRowBytes(args.type, args.columns);
  for (std::size_t group = args.groupBegin; group < args.groupEnd; ++group) {
    const Byte* source = bytes(args.source) + group * kGroupRows * rowBytes;
    Byte* packed = reinterpret_cast<Byte*>(args.packed) + group * layout.groupBytes(args.columns);
    const std::size_t left = args.rows - group * kGroupRows;
    const std::size_t rows = left < kGroupRows ? left : kGroupRows;
    if (rows < kGroupRows) std::memset(packed, 0, layout.groupBytes(args.columns));
    for (std::size_t unit = 0; unit < units; ++unit) {
      for (std::size_t row = 0; row < rows; ++row) {
        packing.pack(source + row * rowBytes + unit * layout.sourceBytes,
                     packed + unit * layout.unitBytes(), row);
      }
    }
  }
}

void unpackRow(ValueType type, const std::byte* packed, std::size_t columns, std::size_t row,
               float* values) {
  const PackedLayout layout = packedLayout(type);
  const Packing packing = packingOf(type);
  const Byte* group = bytes(packed) + row / kGroupRows * layout.groupBytes(columns);
  for (std::size_t unit = 0; unit < columns / layout.unitColumns(); ++unit) {
    packing.unpack(group + unit * layout.unitBytes(), row % kGroupRows,
                   values + unit * layout.unitColumns());
  }
}

}  // namespace alcove::kernels::cpu
