// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kLanes = 16;
inline constexpr bool kWideIsCentred = false;
inline constexpr bool kMultipliesShorts = false;
inline constexpr bool kMultipliesBytes = true;

using F32 = __m512;
using I32 = __m512i;
using U8 = __m512i;

ALCOVE_INLINE __mmask16 firstLanes(std::size_t n) { return __mmask16((1u << n) - 1); }

ALCOVE_INLINE F32 splat(float value) { return _mm512_set1_ps(value); }
ALCOVE_INLINE F32 load(const float* from) { return _mm512_loadu_ps(from); }
ALCOVE_INLINE void store(float* to, F32 value) { _mm512_storeu_ps(to, value); }
ALCOVE_INLINE F32 loadPartial(const float* from, std::size_t n) {
  return _mm512_maskz_loadu_ps(firstLanes(n), from);
}
ALCOVE_INLINE void storePartial(float* to, F32 value, std::size_t n) {
  _mm512_mask_storeu_ps(to, firstLanes(n), value);
}
ALCOVE_INLINE F32 add(F32 a, F32 b) { return _mm512_add_ps(a, b); }
ALCOVE_INLINE F32 sub(F32 a, F32 b) { return _mm512_sub_ps(a, b); }
ALCOVE_INLINE F32 mul(F32 a, F32 b) { return _mm512_mul_ps(a, b); }
ALCOVE_INLINE F32 div(F32 a, F32 b) { return _mm512_div_ps(a, b); }
ALCOVE_INLINE F32 fma(F32 a, F32 b, F32 c) { return _mm512_fmadd_ps(a, b, c); }
ALCOVE_INLINE F32 maximum(F32 a, F32 b) { return _mm512_max_ps(a, b); }
ALCOVE_INLINE F32 minimum(F32 a, F32 b) { return _mm512_min_ps(a, b); }
ALCOVE_INLINE F32 absolute(F32 a) { return _mm512_abs_ps(a); }
ALCOVE_INLINE float sumLanes(F32 a) { return _mm512_reduce_add_ps(a); }
ALCOVE_INLINE float maxLanes(F32 a) { return _mm512_reduce_max_ps(a); }
ALCOVE_INLINE F32 sumFours(F32 a, F32 b, F32 c, F32 d) {
  const F32 ab = _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
  const F32 cd = _mm512_add_ps(_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
  return _mm512_add_ps(_mm512_shuffle_ps(ab, cd, 0x44), _mm512_shuffle_ps(ab, cd, 0xee));
}
ALCOVE_INLINE F32 joinFours(const F32 (&v)[kLanes / 4]) {
  const F32 first =
      _mm512_add_ps(_mm512_shuffle_f32x4(v[0], v[1], 0x88), _mm512_shuffle_f32x4(v[0], v[1], 0xdd));
  const F32 second =
      _mm512_add_ps(_mm512_shuffle_f32x4(v[2], v[3], 0x88), _mm512_shuffle_f32x4(v[2], v[3], 0xdd));
  return _mm512_add_ps(_mm512_shuffle_f32x4(first, second, 0x88),
                       _mm512_shuffle_f32x4(first, second, 0xdd));
}
ALCOVE_INLINE F32 selectLess(F32 a, F32 b, F32 ifLess, F32 otherwise) {
  return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), otherwise, ifLess);
}

// Values 0, 1 of each pair swapped: b a d c …
ALCOVE_INLINE F32 swapPairs(F32 a) { return _mm512_permute_ps(a, 0xb1); }
// a - b in even lanes, a + b in odd ones, with the products of fma: x × y ∓ z.
ALCOVE_INLINE F32 fmaAddSub(F32 x, F32 y, F32 z) { return _mm512_fmaddsub_ps(x, y, z); }
// Each of the first kLanes / 2 floats twice.
ALCOVE_INLINE F32 loadTwice(const float* from) {
  const __m512i index = _mm512_set_epi32(7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0);
  return _mm512_permutexvar_ps(index, _mm512_castps256_ps512(_mm256_loadu_ps(from)));
}

ALCOVE_INLINE __m256i loadShorts(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
ALCOVE_INLINE F32 loadHalf(const void* from) { return _mm512_cvtph_ps(loadShorts(from)); }
ALCOVE_INLINE F32 splatHalf(const void* from) {
  return _mm512_cvtph_ps(_mm256_set1_epi16(loadUnaligned<std::int16_t>(from)));
}
ALCOVE_INLINE F32 loadHalfPartial(const void* from, std::size_t n) {
  return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(firstLanes(n), from));
}
ALCOVE_INLINE void storeHalf(void* to, F32 value) {
  _mm256_storeu_si256(static_cast<__m256i*>(to),
                      _mm512_cvtps_ph(value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
ALCOVE_INLINE void storeHalfPartial(void* to, F32 value, std::size_t n) {
  _mm256_mask_storeu_epi16(to, firstLanes(n),
                           _mm512_cvtps_ph(value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
ALCOVE_INLINE F32 widenBfloat16(__m256i shorts) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(shorts), 16));
}
ALCOVE_INLINE F32 loadBfloat16(const void* from) { return widenBfloat16(loadShorts(from)); }
ALCOVE_INLINE F32 loadBfloat16Partial(const void* from, std::size_t n) {
  return widenBfloat16(_mm256_maskz_loadu_epi16(firstLanes(n), from));
}
ALCOVE_INLINE F32 loadUnsignedBytes(const std::uint8_t* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes));
}
ALCOVE_INLINE F32 loadSignedBytes(const std::uint8_t* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
}
ALCOVE_INLINE __m512i widenBytes(const std::uint8_t* from) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
ALCOVE_INLINE F32 loadLowNibbles(const std::uint8_t* from) {
  return _mm512_cvtepi32_ps(_mm512_and_si512(widenBytes(from), _mm512_set1_epi32(15)));
}
ALCOVE_INLINE F32 loadHighNibbles(const std::uint8_t* from) {
  return _mm512_cvtepi32_ps(_mm512_srli_epi32(widenBytes(from), 4));
}
ALCOVE_INLINE F32 loadHalvedPowers(const std::uint8_t* from) {
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i exponents = _mm512_sub_epi32(_mm512_max_epi32(widenBytes(from), one), one);
  return _mm512_castsi512_ps(_mm512_slli_epi32(exponents, 23));
}

ALCOVE_INLINE I32 splatInt(std::int32_t value) { return _mm512_set1_epi32(value); }
ALCOVE_INLINE I32 addInt(I32 a, I32 b) { return _mm512_add_epi32(a, b); }
ALCOVE_INLINE I32 subInt(I32 a, I32 b) { return _mm512_sub_epi32(a, b); }
template <int kBits>
ALCOVE_INLINE I32 shiftLeft(I32 a) {
  return _mm512_slli_epi32(a, kBits);
}
ALCOVE_INLINE std::int32_t sumLanesInt(I32 a) { return _mm512_reduce_add_epi32(a); }
ALCOVE_INLINE F32 toFloat(I32 a) { return _mm512_cvtepi32_ps(a); }
ALCOVE_INLINE I32 roundToInt(F32 a) { return _mm512_cvtps_epi32(a); }
ALCOVE_INLINE I32 truncateToInt(F32 a) { return _mm512_cvttps_epi32(a); }
ALCOVE_INLINE F32 asFloatBits(I32 a) { return _mm512_castsi512_ps(a); }
ALCOVE_INLINE void storeBytes(std::int8_t* to, I32 value) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtsepi32_epi8(value));
}

ALCOVE_INLINE U8 loadWords(const void* from) { return _mm512_loadu_si512(from); }
ALCOVE_INLINE U8 splatWord(const void* from) {
  return _mm512_set1_epi32(loadUnaligned<std::int32_t>(from));
}
ALCOVE_INLINE U8 opaque(U8 v) {
  asm volatile("" : "+v"(v));
  return v;
}
ALCOVE_INLINE U8 merge(U8 a, U8 b) { return _mm512_or_si512(a, b); }
template <int kFrom, int kCount, int kTo>
ALCOVE_INLINE U8 bitField(U8 v) {
  const U8 mask = _mm512_set1_epi8(char(((1 << kCount) - 1) << kTo));
  if constexpr (kFrom < kTo) v = _mm512_slli_epi16(v, kTo - kFrom);
  if constexpr (kFrom > kTo) v = _mm512_srli_epi16(v, kFrom - kTo);
  return _mm512_and_si512(v, mask);
}
ALCOVE_INLINE U8 lookUp(const std::uint8_t* table, U8 indices) {
  const __m128i entries = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
  return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(entries), indices);
}
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  return _mm512_dpbusd_epi32(_mm512_dpbusd_epi32(acc, w0, x0), w1, x1);
}
ALCOVE_INLINE I32 dotWide(I32 acc, U8 w, U8 x) { return _mm512_dpbusd_epi32(acc, w, x); }

ALCOVE_INLINE void addDotFours(I32& acc, U8 x, U8 w) {
  asm volatile("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
}
ALCOVE_INLINE U8 splatByte(std::uint8_t value) { return _mm512_set1_epi8(char(value)); }
ALCOVE_INLINE U8 subBytes(U8 a, U8 b) { return _mm512_sub_epi8(a, b); }
ALCOVE_INLINE U8 flipSigns(U8 v) { return _mm512_xor_si512(v, splatByte(0x80)); }
ALCOVE_INLINE void storeWords(void* to, U8 v) { _mm512_storeu_si512(to, v); }
ALCOVE_INLINE I32 loadInts(const std::int32_t* from) { return _mm512_loadu_si512(from); }

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
