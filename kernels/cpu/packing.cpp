// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/packing.h"

#include <algorithm>
#include <cstring>

#include "cpu/half.h"
#include "cpu/matmul_amx.h"
#include "cpu/matmul_bytes.h"
#include "cpu/pack_blocks.h"
#include "cpu/packed_layout.h"

namespace alcove::kernels::cpu {
namespace {

using Byte = std::uint8_t;

std::uint32_t getWord(const Byte* vectors, std::size_t vector, std::size_t row) {
  return loadUnaligned<std::uint32_t>(vectors + vector * kVectorBytes + row * 4);
}

float getHalf(const Byte* head, std::size_t index) {
  return halfToFloat(loadUnaligned<std::uint16_t>(head + 2 * index));
}

// 2^(exponent - 128); the smallest two are below the normal floats.
float halvedPower(std::uint32_t exponent) {
  const std::uint32_t bits = exponent < 2 ? 0x00200000u << exponent : (exponent - 1) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return power;
}

template <ValueType kType>
std::uint32_t integerOf(std::uint32_t bits) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  if constexpr (kLayout.levels != Levels::None) {
    return levelTable(kLayout.levels)[bits];
  } else {
    return bits;
  }
}

// The weights of one row in one sub-block, without their scale.
template <ValueType kType>
void unpackValues(const Byte* sub, std::size_t row, int* columns) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  constexpr std::uint32_t kEveryByte = 0x01010101u;
  const Byte* high = sub + kLayout.valueBytes();
  for (std::size_t g = 0; g < 8; ++g) {
    std::uint32_t values;
    if constexpr (kLayout.lowBits == 8) {
      values = getWord(sub, g, row);
    } else if constexpr (kLayout.lowBits == 4) {
      values = (getWord(sub, g % 4, row) >> (g / 4 * 4)) & (15 * kEveryByte);
    } else {
      values = (getWord(sub, g / 4, row) >> (g % 4 * 2)) & (3 * kEveryByte);
    }
    if constexpr (kLayout.highBits == 1) {
      values |= ((getWord(high, 0, row) >> g) & kEveryByte) << kLayout.lowBits;
    } else if constexpr (kLayout.highBits == 2) {
      values |= ((getWord(high, g / 4, row) >> (g % 4 * 2)) & (3 * kEveryByte)) << kLayout.lowBits;
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const std::uint32_t value = (values >> (8 * j)) & 255;
      columns[4 * g + j] = int(integerOf<kType>(value)) - kLayout.offset;
    }
  }
}

struct StepAndMinimum {
  float step;
  float minimum;  // value = step × integer + minimum
};

// Of the columns' half that begins at sub-block column 16 × `half`.
template <ValueType kType>
StepAndMinimum unpackScales(const Byte* unit, const Byte* scales, std::size_t row,
                            std::size_t half) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const float scale = kLayout.head == Head::Exponents ? halvedPower(unit[row]) : getHalf(unit, row);
  const float minimum = kLayout.head == Head::ScalesAndMinima ? getHalf(unit, kGroupRows + row) : 0;
  if constexpr (kLayout.subScales == SubScales::Signed) {
    return {scale * float(std::int8_t(scales[row])), 0};
  } else if constexpr (kLayout.subScales == SubScales::SignedHalves) {
    return {scale * float(std::int8_t(scales[half * kGroupRows + row])), 0};
  } else if constexpr (kLayout.subScales == SubScales::UnsignedAndMinima) {
    return {scale * float(scales[row]), -(minimum * float(scales[kGroupRows + row]))};
  } else if constexpr (kLayout.subScales == SubScales::NibbleHalves) {
    const Byte both = scales[half * kGroupRows + row];
    return {scale * float(both & 15), -(minimum * float(both >> 4))};
  } else {
    return {scale, minimum};
  }
}

template <ValueType kType>
void unpackUnit(const Byte* unit, std::size_t row, float* values) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  for (std::size_t s = 0; s < kLayout.subBlocks; ++s) {
    const Byte* sub = unit + kLayout.headBytes() + s * kLayout.subBytes();
    const Byte* scales = sub + kLayout.valueBytes() + kLayout.highBytes();
    int q[kSubColumns];
    unpackValues<kType>(sub, row, q);
    for (std::size_t half = 0; half < 2; ++half) {
      const StepAndMinimum by = unpackScales<kType>(unit, scales, row, half);
      for (std::size_t i = 16 * half; i < 16 * half + 16; ++i)
        values[s * kSubColumns + i] = by.step * float(q[i]) + by.minimum;
    }
  }
}

struct Packing {
  void (*pack)(const Byte* block, Byte* unit, std::size_t row);
  void (*unpack)(const Byte* unit, std::size_t row, float* values);
};

Packing packingOf(ValueType type) {
  switch (type) {
#define ALCOVE_CASE(name) \
  case ValueType::name:   \
    return {pack##name, unpackUnit<ValueType::name>};
    ALCOVE_PACKED_TYPES(ALCOVE_CASE)
#undef ALCOVE_CASE
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
  // For each token, so that batches may lie behind each other. Whole tiles of 16 tokens are less
  // than twice what a batch of more than half a tile fills: 17 tokens take two.
  static_assert(amx::kWideTokens >= 8);
  constexpr std::size_t kAsTiles = 2 * kSubColumns * 2;
  static_assert(kTerms * sizeof(ActivationBlock) <= kAsTiles && sizeof(WideBlock) <= kAsTiles);
  static_assert(sizeof(ByteBlock) <= sizeof(WideBlock));
  return tokens * (columns / kSubColumns) * kAsTiles;
}

std::size_t matmulScratchBytes(std::size_t tokens, std::size_t columns) {
  if (tokens < std::min(kWideTokens, amx::kWideTokens)) return 0;
  const std::size_t twoGroupsOfBfloat16 = 2 * kGroupRows * columns * 2;
  static_assert(sizeof(ByteStrip) <= sizeof(WeightStrip));
  return std::max(sizeof(WideScratch<WeightStrip>), twoGroupsOfBfloat16);
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
