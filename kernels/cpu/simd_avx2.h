// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kLanes = 8;
#if defined(__AVXVNNI__)
inline constexpr bool kWideIsCentred = false;
#else
inline constexpr bool kWideIsCentred = true;
#endif

inline constexpr bool kMultipliesShorts = true;
inline constexpr bool kMultipliesBytes = true;

using F32 = __m256;
using I32 = __m256i;
using U8 = __m256i;
using S16 = __m256i;

// All ones in the first n lanes.
ALCOVE_INLINE __m256i firstLanes(std::size_t n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(int(n)), _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0));
}

ALCOVE_INLINE F32 splat(float value) { return _mm256_set1_ps(value); }
ALCOVE_INLINE F32 load(const float* from) { return _mm256_loadu_ps(from); }
ALCOVE_INLINE void store(float* to, F32 value) { _mm256_storeu_ps(to, value); }
ALCOVE_INLINE F32 loadPartial(const float* from, std::size_t n) {
  return _mm256_maskload_ps(from, firstLanes(n));
}
ALCOVE_INLINE void storePartial(float* to, F32 value, std::size_t n) {
  _mm256_maskstore_ps(to, firstLanes(n), value);
}
ALCOVE_INLINE F32 add(F32 a, F32 b) { return _mm256_add_ps(a, b); }
ALCOVE_INLINE F32 sub(F32 a, F32 b) { return _mm256_sub_ps(a, b); }
ALCOVE_INLINE F32 mul(F32 a, F32 b) { return _mm256_mul_ps(a, b); }
ALCOVE_INLINE F32 div(F32 a, F32 b) { return _mm256_div_ps(a, b); }
ALCOVE_INLINE F32 fma(F32 a, F32 b, F32 c) { return _mm256_fmadd_ps(a, b, c); }
ALCOVE_INLINE F32 maximum(F32 a, F32 b) { return _mm256_max_ps(a, b); }
ALCOVE_INLINE F32 minimum(F32 a, F32 b) { return _mm256_min_ps(a, b); }
ALCOVE_INLINE F32 absolute(F32 a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
ALCOVE_INLINE float sumLanes(F32 a) {
  __m128 v = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  v = _mm_add_ps(v, _mm_movehl_ps(v, v));
  return _mm_cvtss_f32(_mm_add_ss(v, _mm_shuffle_ps(v, v, 1)));
}
ALCOVE_INLINE float maxLanes(F32 a) {
  __m128 v = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  v = _mm_max_ps(v, _mm_movehl_ps(v, v));
  return _mm_cvtss_f32(_mm_max_ss(v, _mm_shuffle_ps(v, v, 1)));
}
ALCOVE_INLINE F32 sumFours(F32 a, F32 b, F32 c, F32 d) {
  const F32 ab = _mm256_add_ps(_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
  const F32 cd = _mm256_add_ps(_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
  return _mm256_add_ps(_mm256_shuffle_ps(ab, cd, 0x44), _mm256_shuffle_ps(ab, cd, 0xee));
}
ALCOVE_INLINE F32 joinFours(const F32 (&v)[kLanes / 4]) {
  return _mm256_add_ps(_mm256_permute2f128_ps(v[0], v[1], 0x20),
                       _mm256_permute2f128_ps(v[0], v[1], 0x31));
}
ALCOVE_INLINE F32 selectLess(F32 a, F32 b, F32 ifLess, F32 otherwise) {
  return _mm256_blendv_ps(otherwise, ifLess, _mm256_cmp_ps(a, b, _CMP_LT_OQ));
}

ALCOVE_INLINE F32 swapPairs(F32 a) { return _mm256_permute_ps(a, 0xb1); }
ALCOVE_INLINE F32 fmaAddSub(F32 x, F32 y, F32 z) { return _mm256_fmaddsub_ps(x, y, z); }
ALCOVE_INLINE F32 loadTwice(const float* from) {
  const __m256i index = _mm256_set_epi32(3, 3, 2, 2, 1, 1, 0, 0);
  return _mm256_permutevar8x32_ps(_mm256_castps128_ps256(_mm_loadu_ps(from)), index);
}

ALCOVE_INLINE __m128i loadShorts(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
ALCOVE_INLINE __m128i loadShortsPartial(const void* from, std::size_t n) {
  std::uint16_t shorts[kLanes] = {};
  __builtin_memcpy(shorts, from, 2 * n);
  return loadShorts(shorts);
}
ALCOVE_INLINE F32 loadHalf(const void* from) { return _mm256_cvtph_ps(loadShorts(from)); }
ALCOVE_INLINE F32 splatHalf(const void* from) {
  return _mm256_cvtph_ps(_mm_set1_epi16(loadUnaligned<std::int16_t>(from)));
}
ALCOVE_INLINE F32 loadHalfPartial(const void* from, std::size_t n) {
  return _mm256_cvtph_ps(loadShortsPartial(from, n));
}
ALCOVE_INLINE void storeHalf(void* to, F32 value) {
  _mm_storeu_si128(static_cast<__m128i*>(to),
                   _mm256_cvtps_ph(value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
ALCOVE_INLINE void storeHalfPartial(void* to, F32 value, std::size_t n) {
  std::uint16_t shorts[kLanes];
  storeHalf(shorts, value);
  __builtin_memcpy(to, shorts, 2 * n);
}
ALCOVE_INLINE F32 widenBfloat16(__m128i shorts) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(shorts), 16));
}
ALCOVE_INLINE F32 loadBfloat16(const void* from) { return widenBfloat16(loadShorts(from)); }
ALCOVE_INLINE F32 loadBfloat16Partial(const void* from, std::size_t n) {
  return widenBfloat16(loadShortsPartial(from, n));
}
ALCOVE_INLINE F32 loadUnsignedBytes(const std::uint8_t* from) {
  const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes));
}
ALCOVE_INLINE F32 loadSignedBytes(const std::uint8_t* from) {
  const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
}
ALCOVE_INLINE __m256i widenBytes(const std::uint8_t* from) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
}
ALCOVE_INLINE F32 loadLowNibbles(const std::uint8_t* from) {
  return _mm256_cvtepi32_ps(_mm256_and_si256(widenBytes(from), _mm256_set1_epi32(15)));
}
ALCOVE_INLINE F32 loadHighNibbles(const std::uint8_t* from) {
  return _mm256_cvtepi32_ps(_mm256_srli_epi32(widenBytes(from), 4));
}
ALCOVE_INLINE F32 loadHalvedPowers(const std::uint8_t* from) {
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i exponents = _mm256_sub_epi32(_mm256_max_epi32(widenBytes(from), one), one);
  return _mm256_castsi256_ps(_mm256_slli_epi32(exponents, 23));
}

ALCOVE_INLINE I32 splatInt(std::int32_t value) { return _mm256_set1_epi32(value); }
ALCOVE_INLINE I32 addInt(I32 a, I32 b) { return _mm256_add_epi32(a, b); }
ALCOVE_INLINE I32 subInt(I32 a, I32 b) { return _mm256_sub_epi32(a, b); }
template <int kBits>
ALCOVE_INLINE I32 shiftLeft(I32 a) {
  return _mm256_slli_epi32(a, kBits);
}
ALCOVE_INLINE std::int32_t sumLanesInt(I32 a) {
  __m128i v = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
  v = _mm_add_epi32(v, _mm_shuffle_epi32(v, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(v, _mm_shuffle_epi32(v, 0xb1)));
}
ALCOVE_INLINE F32 toFloat(I32 a) { return _mm256_cvtepi32_ps(a); }
ALCOVE_INLINE I32 roundToInt(F32 a) { return _mm256_cvtps_epi32(a); }
ALCOVE_INLINE I32 truncateToInt(F32 a) { return _mm256_cvttps_epi32(a); }
ALCOVE_INLINE F32 asFloatBits(I32 a) { return _mm256_castsi256_ps(a); }
ALCOVE_INLINE void storeBytes(std::int8_t* to, I32 value) {
  const __m128i shorts =
      _mm_packs_epi32(_mm256_castsi256_si128(value), _mm256_extracti128_si256(value, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packs_epi16(shorts, shorts));
}

ALCOVE_INLINE U8 loadWords(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
ALCOVE_INLINE U8 splatWord(const void* from) {
  return _mm256_set1_epi32(loadUnaligned<std::int32_t>(from));
}
ALCOVE_INLINE U8 opaque(U8 v) {
  asm volatile("" : "+x"(v));
  return v;
}
ALCOVE_INLINE U8 merge(U8 a, U8 b) { return _mm256_or_si256(a, b); }
template <int kFrom, int kCount, int kTo>
ALCOVE_INLINE U8 bitField(U8 v) {
  const U8 mask = _mm256_set1_epi8(char(((1 << kCount) - 1) << kTo));
  if constexpr (kFrom < kTo) v = _mm256_slli_epi16(v, kTo - kFrom);
  if constexpr (kFrom > kTo) v = _mm256_srli_epi16(v, kFrom - kTo);
  return _mm256_and_si256(v, mask);
}
ALCOVE_INLINE U8 lookUp(const std::uint8_t* table, U8 indices) {
  const __m128i entries = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries), indices);
}
#if defined(__AVXVNNI__)
ALCOVE_INLINE I32 dotWide(I32 acc, U8 w, U8 x) { return _mm256_dpbusd_avx_epi32(acc, w, x); }
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  return dotWide(dotWide(acc, w0, x0), w1, x1);
}
#else
ALCOVE_INLINE I32 widen(__m256i shorts) { return _mm256_madd_epi16(shorts, _mm256_set1_epi16(1)); }
// Two products of two pairs: at most 4 × 63 × 127, which a signed 16-bit sum holds.
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  const __m256i shorts =
      _mm256_add_epi16(_mm256_maddubs_epi16(w0, x0), _mm256_maddubs_epi16(w1, x1));
  return _mm256_add_epi32(acc, widen(shorts));
}
// Products of unsigned bytes up to 255 do not fit 16 bits in pairs: so the sign moves to x.
ALCOVE_INLINE I32 dotWide(I32 acc, U8 w, U8 x) {
  const __m256i centred = _mm256_xor_si256(w, _mm256_set1_epi8(char(0x80)));
  const __m256i shorts =
      _mm256_maddubs_epi16(_mm256_abs_epi8(centred), _mm256_sign_epi8(x, centred));
  return _mm256_add_epi32(acc, widen(shorts));
}
#endif

ALCOVE_INLINE S16 evenBytes(U8 v) { return _mm256_and_si256(v, _mm256_set1_epi16(0x00ff)); }
ALCOVE_INLINE S16 oddBytes(U8 v) { return _mm256_srli_epi16(v, 8); }
ALCOVE_INLINE S16 loadPairs(const std::int16_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
ALCOVE_INLINE void storePairs(std::int16_t* to, S16 v) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v);
}
ALCOVE_INLINE S16 splatPair(const std::int16_t* from) {
  return _mm256_set1_epi32(loadUnaligned<std::int32_t>(from));
}
ALCOVE_INLINE S16 splatShort(std::int16_t value) { return _mm256_set1_epi16(value); }
ALCOVE_INLINE S16 twice(I32 v) { return _mm256_blend_epi16(v, _mm256_slli_epi32(v, 16), 0xaa); }
ALCOVE_INLINE S16 subShorts(S16 a, S16 b) { return _mm256_sub_epi16(a, b); }
ALCOVE_INLINE S16 mulShorts(S16 a, S16 b) { return _mm256_mullo_epi16(a, b); }
ALCOVE_INLINE void addDotShorts(I32& acc, S16 w, S16 x) {
#if defined(__AVXVNNI__)
  asm volatile("%{vex%} vpdpwssd %2, %1, %0" : "+x"(acc) : "x"(w), "x"(x));
#else
  const __m256i products = _mm256_madd_epi16(w, x);
  asm volatile("vpaddd %1, %0, %0" : "+x"(acc) : "x"(products));
#endif
}
ALCOVE_INLINE I32 dotShorts(S16 a, S16 b) { return _mm256_madd_epi16(a, b); }
ALCOVE_INLINE S16 dotBytes(U8 x, U8 w) { return _mm256_maddubs_epi16(x, w); }
ALCOVE_INLINE S16 dotSigned(U8 a, U8 b) {
  return _mm256_maddubs_epi16(_mm256_abs_epi8(a), _mm256_sign_epi8(b, a));
}
ALCOVE_INLINE void addDotBytes(S16& acc, U8 x, U8 w) {
  const __m256i products = _mm256_maddubs_epi16(x, w);
  asm volatile("vpaddw %1, %0, %0" : "+x"(acc) : "x"(products));
}
ALCOVE_INLINE U8 splatByte(std::uint8_t value) { return _mm256_set1_epi8(char(value)); }
ALCOVE_INLINE U8 subBytes(U8 a, U8 b) { return _mm256_sub_epi8(a, b); }
ALCOVE_INLINE void storeWords(void* to, U8 v) { _mm256_storeu_si256(static_cast<__m256i*>(to), v); }
ALCOVE_INLINE I32 loadInts(const std::int32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
ALCOVE_INLINE void storeAlternating(std::int16_t* to, I32 v) {
  const __m256i ordered = _mm256_shuffle_epi32(v, 0xd8);
  _mm_storeu_si128(
      reinterpret_cast<__m128i*>(to),
      _mm_packs_epi32(_mm256_castsi256_si128(ordered), _mm256_extracti128_si256(ordered, 1)));
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
