// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kLanes = 4;
inline constexpr bool kWideIsCentred = false;
inline constexpr bool kMultipliesShorts = false;
inline constexpr bool kMultipliesBytes = false;

// Vectors of the compiler: every processor of 64 bits has registers of this size.
using F32 = float __attribute__((vector_size(16)));
using I32 = std::int32_t __attribute__((vector_size(16)));
using U8 = std::uint32_t __attribute__((vector_size(16)));

ALCOVE_INLINE F32 splat(float value) { return F32{value, value, value, value}; }
ALCOVE_INLINE F32 load(const float* from) { return loadUnaligned<F32>(from); }
ALCOVE_INLINE void store(float* to, F32 value) { storeUnaligned(to, value); }
ALCOVE_INLINE F32 loadPartial(const float* from, std::size_t n) {
  F32 value = {};
  for (std::size_t i = 0; i < n; ++i) value[i] = from[i];
  return value;
}
ALCOVE_INLINE void storePartial(float* to, F32 value, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] = value[i];
}
ALCOVE_INLINE F32 add(F32 a, F32 b) { return a + b; }
ALCOVE_INLINE F32 sub(F32 a, F32 b) { return a - b; }
ALCOVE_INLINE F32 mul(F32 a, F32 b) { return a * b; }
ALCOVE_INLINE F32 div(F32 a, F32 b) { return a / b; }
ALCOVE_INLINE F32 fma(F32 a, F32 b, F32 c) { return a * b + c; }
ALCOVE_INLINE F32 selectLess(F32 a, F32 b, F32 ifLess, F32 otherwise) {
  return a < b ? ifLess : otherwise;
}
ALCOVE_INLINE F32 maximum(F32 a, F32 b) { return selectLess(b, a, a, b); }
ALCOVE_INLINE F32 minimum(F32 a, F32 b) { return selectLess(a, b, a, b); }
ALCOVE_INLINE F32 absolute(F32 a) { return maximum(a, -a); }
ALCOVE_INLINE float sumLanes(F32 a) { return (a[0] + a[2]) + (a[1] + a[3]); }
ALCOVE_INLINE F32 sumFours(F32 a, F32 b, F32 c, F32 d) {
  return F32{sumLanes(a), sumLanes(b), sumLanes(c), sumLanes(d)};
}
ALCOVE_INLINE F32 joinFours(const F32 (&v)[kLanes / 4]) { return v[0]; }
ALCOVE_INLINE float maxLanes(F32 a) {
  float result = a[0];
  for (std::size_t i = 1; i < kLanes; ++i) result = a[i] > result ? a[i] : result;
  return result;
}

ALCOVE_INLINE F32 swapPairs(F32 a) { return F32{a[1], a[0], a[3], a[2]}; }
ALCOVE_INLINE F32 fmaAddSub(F32 x, F32 y, F32 z) { return x * y + F32{-z[0], z[1], -z[2], z[3]}; }
ALCOVE_INLINE F32 loadTwice(const float* from) { return F32{from[0], from[0], from[1], from[1]}; }

ALCOVE_INLINE F32 loadHalfPartial(const void* from, std::size_t n) {
  F32 value = {};
  for (std::size_t i = 0; i < n; ++i) {
    value[i] =
        halfToFloat(loadUnaligned<std::uint16_t>(static_cast<const std::uint8_t*>(from) + 2 * i));
  }
  return value;
}
ALCOVE_INLINE F32 splatHalf(const void* from) {
  return splat(halfToFloat(loadUnaligned<std::uint16_t>(from)));
}
ALCOVE_INLINE F32 loadHalf(const void* from) { return loadHalfPartial(from, kLanes); }
ALCOVE_INLINE void storeHalfPartial(void* to, F32 value, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    storeUnaligned(static_cast<std::uint8_t*>(to) + 2 * i, floatToHalf(value[i]));
  }
}
ALCOVE_INLINE void storeHalf(void* to, F32 value) { storeHalfPartial(to, value, kLanes); }
ALCOVE_INLINE F32 loadBfloat16Partial(const void* from, std::size_t n) {
  F32 value = {};
  for (std::size_t i = 0; i < n; ++i) {
    value[i] = bfloat16ToFloat(
        loadUnaligned<std::uint16_t>(static_cast<const std::uint8_t*>(from) + 2 * i));
  }
  return value;
}
ALCOVE_INLINE F32 loadBfloat16(const void* from) { return loadBfloat16Partial(from, kLanes); }
ALCOVE_INLINE F32 loadUnsignedBytes(const std::uint8_t* from) {
  return F32{float(from[0]), float(from[1]), float(from[2]), float(from[3])};
}
ALCOVE_INLINE F32 loadSignedBytes(const std::uint8_t* from) {
  return F32{float(std::int8_t(from[0])), float(std::int8_t(from[1])), float(std::int8_t(from[2])),
             float(std::int8_t(from[3]))};
}
ALCOVE_INLINE F32 loadLowNibbles(const std::uint8_t* from) {
  return F32{float(from[0] & 15), float(from[1] & 15), float(from[2] & 15), float(from[3] & 15)};
}
ALCOVE_INLINE F32 loadHighNibbles(const std::uint8_t* from) {
  return F32{float(from[0] >> 4), float(from[1] >> 4), float(from[2] >> 4), float(from[3] >> 4)};
}
ALCOVE_INLINE F32 loadHalvedPowers(const std::uint8_t* from) {
  I32 bits = {};
  for (std::size_t i = 0; i < kLanes; ++i) bits[i] = from[i] > 1 ? (from[i] - 1) << 23 : 0;
  return F32(bits);
}

ALCOVE_INLINE I32 splatInt(std::int32_t value) { return I32{value, value, value, value}; }
ALCOVE_INLINE I32 addInt(I32 a, I32 b) { return a + b; }
template <int kBits>
ALCOVE_INLINE I32 shiftLeft(I32 a) {
  return a << kBits;
}
ALCOVE_INLINE std::int32_t sumLanesInt(I32 a) { return a[0] + a[1] + a[2] + a[3]; }
ALCOVE_INLINE F32 toFloat(I32 a) { return __builtin_convertvector(a, F32); }
// To nearest even, like the processors' own conversion: 1.5 × 2^23 has a spacing of one.
ALCOVE_INLINE I32 roundToInt(F32 a) {
  const F32 magic = splat(12582912.0f);
  return I32(a + magic) - I32(magic);
}
ALCOVE_INLINE I32 truncateToInt(F32 a) { return __builtin_convertvector(a, I32); }
ALCOVE_INLINE F32 asFloatBits(I32 a) { return F32(a); }
ALCOVE_INLINE void storeBytes(std::int8_t* to, I32 value) {
  for (std::size_t i = 0; i < kLanes; ++i) to[i] = std::int8_t(value[i]);
}

ALCOVE_INLINE U8 loadWords(const std::uint8_t* from) { return loadUnaligned<U8>(from); }
ALCOVE_INLINE U8 splatWord(const std::int8_t* from) {
  const auto word = loadUnaligned<std::uint32_t>(from);
  return U8{word, word, word, word};
}
ALCOVE_INLINE U8 opaque(U8 v) {
  asm volatile("" : "+m"(v));
  return v;
}
ALCOVE_INLINE U8 merge(U8 a, U8 b) { return a | b; }
template <int kFrom, int kCount, int kTo>
ALCOVE_INLINE U8 bitField(U8 v) {
  constexpr std::uint32_t kMask = (((1u << kCount) - 1) << kTo) * 0x01010101u;
  if constexpr (kFrom < kTo) v <<= kTo - kFrom;
  if constexpr (kFrom > kTo) v >>= kFrom - kTo;
  return v & kMask;
}
ALCOVE_INLINE U8 lookUp(const std::uint8_t* table, U8 indices) {
  std::uint8_t bytes[16];
  storeUnaligned(bytes, indices);
  for (std::uint8_t& byte : bytes) byte = table[byte];
  return loadUnaligned<U8>(bytes);
}
ALCOVE_INLINE I32 dotWide(I32 acc, U8 w, U8 x) {
  for (int shift = 0; shift < 32; shift += 8) {
    acc += I32((w >> shift) & 255u) * (I32(x << (24 - shift)) >> 24);
  }
  return acc;
}
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  return dotWide(dotWide(acc, w0, x0), w1, x1);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
