// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/kv_write.h"

#include "cpu/cached_types.h"
#include "cpu/rotation.h"
#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

void writeHalves(const float* from, std::byte* to, std::size_t count) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) storeHalf(to + 2 * i, load(from + i));
  if (i < count) storeHalfPartial(to + 2 * i, loadPartial(from + i, count - i), count - i);
}

constexpr std::size_t kParts = kCachedBlock / kLanes;

// Stores the scale and returns what values are multiplied with to become levels.
ALCOVE_INLINE F32 writeScale(float scale, std::byte* to) {
  const std::uint16_t half = floatToHalf(scale);
  storeUnaligned(to, half);
  const float stored = halfToFloat(half);
  return splat(stored != 0 ? 1 / stored : 0);
}

// Nearest whole numbers, halves away from zero. NaN becomes `low`.
ALCOVE_INLINE I32 roundInto(F32 value, float low, float high) {
  const F32 inside = minimum(maximum(value, splat(low)), splat(high));
  return truncateToInt(add(inside, selectLess(inside, splat(0), splat(-0.5f), splat(0.5f))));
}

void writeBytes(const float* from, std::byte* to) {
  F32 largest = splat(0);
  for (std::size_t i = 0; i < kParts; ++i) {
    largest = maximum(absolute(load(from + i * kLanes)), largest);
  }
  const F32 inverse = writeScale(maxLanes(largest) / 127, to);
  auto* levels = reinterpret_cast<std::int8_t*>(to + 2);
  for (std::size_t i = 0; i < kParts; ++i) {
    storeBytes(levels + i * kLanes, roundInto(mul(load(from + i * kLanes), inverse), -127, 127));
  }
}

// Levels are -8 … 7: the value farthest from zero becomes -8.
void writeNibbles(const float* from, std::byte* to) {
  F32 highest = splat(0), lowest = splat(0);
  for (std::size_t i = 0; i < kParts; ++i) {
    highest = maximum(load(from + i * kLanes), highest);
    lowest = minimum(load(from + i * kLanes), lowest);
  }
  const float above = maxLanes(highest), below = maxLanes(sub(splat(0), lowest));
  const F32 inverse = writeScale(above > below ? above / -8 : below / 8, to);
  std::int8_t levels[kCachedBlock];
  for (std::size_t i = 0; i < kParts; ++i) {
    const F32 value = mul(load(from + i * kLanes), inverse);
    storeBytes(levels + i * kLanes, roundInto(value, -8, 7));
  }
  for (std::size_t i = 0; i < kCachedBlock / 2; ++i) {
    const int low = levels[i] + 8, high = levels[i + kCachedBlock / 2] + 8;
    to[2 + i] = std::byte(low | (high << 4));
  }
}

void writeRow(ValueType type, const float* from, std::byte* to, std::size_t count) {
  if (type == ValueType::F32) {
    __builtin_memcpy(to, from, count * 4);
  } else if (type == ValueType::F16) {
    writeHalves(from, to, count);
  } else {
    for (std::size_t i = 0; i < count; i += kCachedBlock) {
      float values[kCachedBlock];
      __builtin_memcpy(values, from + i, sizeof values);
      rotateRow(values, kCachedBlock);
      std::byte* block = to + cachedBytes(type, i);
      type == ValueType::Q8_0 ? writeBytes(values, block) : writeNibbles(values, block);
    }
  }
}

}  // namespace

void kvWrite(const KvWriteArgs& args) {
  const std::size_t rowBytes = cachedBytes(args.type, args.dim);
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const std::size_t position = args.start + token;
    const std::size_t block = args.blockTable[position / args.blockTokens];
    const float* from = args.input + token * args.inputStride;
    std::byte* to = args.cache + block * args.blockBytes + position % args.blockTokens * rowBytes;
    for (std::size_t head = 0; head < args.kvHeads; ++head) {
      writeRow(args.type, from, to, args.dim);
      from += args.dim;
      to += args.blockTokens * rowBytes;
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
