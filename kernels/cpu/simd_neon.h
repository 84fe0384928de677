// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arm_neon.h>

namespace alcove::kernels::cpu::ALCOVE_ISA {

inline constexpr std::size_t kLanes = 4;
inline constexpr bool kWideIsCentred = true;  // both factors of its products are signed
inline constexpr bool kMultipliesShorts = false;
inline constexpr bool kMultipliesBytes = false;

using F32 = float32x4_t;
using I32 = int32x4_t;
using U8 = uint8x16_t;

ALCOVE_INLINE F32 splat(float value) { return vdupq_n_f32(value); }
ALCOVE_INLINE F32 load(const float* from) { return vld1q_f32(from); }
ALCOVE_INLINE void store(float* to, F32 value) { vst1q_f32(to, value); }
ALCOVE_INLINE F32 loadPartial(const float* from, std::size_t n) {
  float values[kLanes] = {};
  for (std::size_t i = 0; i < n; ++i) values[i] = from[i];
  return load(values);
}
ALCOVE_INLINE void storePartial(float* to, F32 value, std::size_t n) {
  float values[kLanes];
  store(values, value);
  for (std::size_t i = 0; i < n; ++i) to[i] = values[i];
}
ALCOVE_INLINE F32 add(F32 a, F32 b) { return vaddq_f32(a, b); }
ALCOVE_INLINE F32 sub(F32 a, F32 b) { return vsubq_f32(a, b); }
ALCOVE_INLINE F32 mul(F32 a, F32 b) { return vmulq_f32(a, b); }
ALCOVE_INLINE F32 div(F32 a, F32 b) { return vdivq_f32(a, b); }
ALCOVE_INLINE F32 fma(F32 a, F32 b, F32 c) { return vfmaq_f32(c, a, b); }
ALCOVE_INLINE F32 selectLess(F32 a, F32 b, F32 ifLess, F32 otherwise) {
  return vbslq_f32(vcltq_f32(a, b), ifLess, otherwise);
}
// Not the processor's own, which has another opinion of what is not a number than x86.
ALCOVE_INLINE F32 maximum(F32 a, F32 b) { return selectLess(b, a, a, b); }
ALCOVE_INLINE F32 minimum(F32 a, F32 b) { return selectLess(a, b, a, b); }
ALCOVE_INLINE F32 absolute(F32 a) { return vabsq_f32(a); }
ALCOVE_INLINE float sumLanes(F32 a) { return vaddvq_f32(a); }
ALCOVE_INLINE float maxLanes(F32 a) { return vmaxvq_f32(a); }
ALCOVE_INLINE F32 sumFours(F32 a, F32 b, F32 c, F32 d) {
  return vpaddq_f32(vpaddq_f32(a, b), vpaddq_f32(c, d));
}
ALCOVE_INLINE F32 joinFours(const F32 (&v)[kLanes / 4]) { return v[0]; }

ALCOVE_INLINE F32 swapPairs(F32 a) { return vrev64q_f32(a); }
ALCOVE_INLINE F32 fmaAddSub(F32 x, F32 y, F32 z) {
  static const float kSigns[kLanes] = {-1, 1, -1, 1};
  return vfmaq_f32(vmulq_f32(z, load(kSigns)), x, y);
}
ALCOVE_INLINE F32 loadTwice(const float* from) {
  const float32x2_t pair = vld1_f32(from);
  return vcombine_f32(vdup_lane_f32(pair, 0), vdup_lane_f32(pair, 1));
}

ALCOVE_INLINE uint16x4_t loadShortsPartial(const void* from, std::size_t n) {
  std::uint16_t shorts[kLanes] = {};
  __builtin_memcpy(shorts, from, 2 * n);
  return vld1_u16(shorts);
}
ALCOVE_INLINE uint16x4_t loadShorts(const void* from) { return loadShortsPartial(from, kLanes); }
ALCOVE_INLINE F32 widenHalf(uint16x4_t shorts) {
  return vcvt_f32_f16(vreinterpret_f16_u16(shorts));
}
ALCOVE_INLINE F32 splatHalf(const void* from) {
  return widenHalf(vdup_n_u16(loadUnaligned<std::uint16_t>(from)));
}
ALCOVE_INLINE F32 loadHalf(const void* from) { return widenHalf(loadShorts(from)); }
ALCOVE_INLINE F32 loadHalfPartial(const void* from, std::size_t n) {
  return widenHalf(loadShortsPartial(from, n));
}
ALCOVE_INLINE void storeHalfPartial(void* to, F32 value, std::size_t n) {
  std::uint16_t shorts[kLanes];
  vst1_u16(shorts, vreinterpret_u16_f16(vcvt_f16_f32(value)));
  __builtin_memcpy(to, shorts, 2 * n);
}
ALCOVE_INLINE void storeHalf(void* to, F32 value) { storeHalfPartial(to, value, kLanes); }
ALCOVE_INLINE F32 widenBfloat16(uint16x4_t shorts) {
  return vreinterpretq_f32_u32(vshll_n_u16(shorts, 16));
}
ALCOVE_INLINE F32 loadBfloat16(const void* from) { return widenBfloat16(loadShorts(from)); }
ALCOVE_INLINE F32 loadBfloat16Partial(const void* from, std::size_t n) {
  return widenBfloat16(loadShortsPartial(from, n));
}
ALCOVE_INLINE uint32x4_t widenBytes(const std::uint8_t* from) {
  const auto word = vcreate_u8(loadUnaligned<std::uint32_t>(from));
  return vmovl_u16(vget_low_u16(vmovl_u8(word)));
}
ALCOVE_INLINE F32 loadUnsignedBytes(const std::uint8_t* from) {
  return vcvtq_f32_u32(widenBytes(from));
}
ALCOVE_INLINE F32 loadSignedBytes(const std::uint8_t* from) {
  const auto word = vcreate_s8(loadUnaligned<std::uint32_t>(from));
  return vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(word))));
}
ALCOVE_INLINE F32 loadLowNibbles(const std::uint8_t* from) {
  return vcvtq_f32_u32(vandq_u32(widenBytes(from), vdupq_n_u32(15)));
}
ALCOVE_INLINE F32 loadHighNibbles(const std::uint8_t* from) {
  return vcvtq_f32_u32(vshrq_n_u32(widenBytes(from), 4));
}
ALCOVE_INLINE F32 loadHalvedPowers(const std::uint8_t* from) {
  const uint32x4_t exponents = vqsubq_u32(widenBytes(from), vdupq_n_u32(1));
  return vreinterpretq_f32_u32(vshlq_n_u32(exponents, 23));
}

ALCOVE_INLINE I32 splatInt(std::int32_t value) { return vdupq_n_s32(value); }
ALCOVE_INLINE I32 addInt(I32 a, I32 b) { return vaddq_s32(a, b); }
template <int kBits>
ALCOVE_INLINE I32 shiftLeft(I32 a) {
  return vshlq_n_s32(a, kBits);
}
ALCOVE_INLINE std::int32_t sumLanesInt(I32 a) { return vaddvq_s32(a); }
ALCOVE_INLINE F32 toFloat(I32 a) { return vcvtq_f32_s32(a); }
ALCOVE_INLINE I32 roundToInt(F32 a) { return vcvtnq_s32_f32(a); }
ALCOVE_INLINE I32 truncateToInt(F32 a) { return vcvtq_s32_f32(a); }
ALCOVE_INLINE F32 asFloatBits(I32 a) { return vreinterpretq_f32_s32(a); }
ALCOVE_INLINE void storeBytes(std::int8_t* to, I32 value) {
  const int16x4_t shorts = vqmovn_s32(value);
  const int8x8_t bytes = vqmovn_s16(vcombine_s16(shorts, shorts));
  __builtin_memcpy(to, &bytes, kLanes);
}

ALCOVE_INLINE U8 loadWords(const std::uint8_t* from) { return vld1q_u8(from); }
ALCOVE_INLINE U8 splatWord(const std::int8_t* from) {
  return vreinterpretq_u8_u32(vdupq_n_u32(loadUnaligned<std::uint32_t>(from)));
}
ALCOVE_INLINE U8 opaque(U8 v) {
  asm volatile("" : "+w"(v));
  return v;
}
ALCOVE_INLINE U8 merge(U8 a, U8 b) { return vorrq_u8(a, b); }
template <int kFrom, int kCount, int kTo>
ALCOVE_INLINE U8 bitField(U8 v) {
  if constexpr (kFrom < kTo) v = vshlq_n_u8(v, kTo - kFrom);
  if constexpr (kFrom > kTo) v = vshrq_n_u8(v, kFrom - kTo);
  return vandq_u8(v, vdupq_n_u8(std::uint8_t(((1 << kCount) - 1) << kTo)));
}
ALCOVE_INLINE U8 lookUp(const std::uint8_t* table, U8 indices) {
  return vqtbl1q_u8(vld1q_u8(table), indices);
}

#if defined(__ARM_FEATURE_DOTPROD)
// Of signed bytes: as such, unsigned ones below 64 are the same.
ALCOVE_INLINE I32 dotSigned(I32 acc, U8 w, U8 x) {
  return vdotq_s32(acc, vreinterpretq_s8_u8(w), vreinterpretq_s8_u8(x));
}
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  return dotSigned(dotSigned(acc, w0, x0), w1, x1);
}
#else
ALCOVE_INLINE int16x8_t lowProducts(U8 w, U8 x) {
  return vmull_s8(vget_low_s8(vreinterpretq_s8_u8(w)), vget_low_s8(vreinterpretq_s8_u8(x)));
}
ALCOVE_INLINE int16x8_t highProducts(U8 w, U8 x) {
  return vmull_high_s8(vreinterpretq_s8_u8(w), vreinterpretq_s8_u8(x));
}
ALCOVE_INLINE I32 addProducts(I32 acc, int16x8_t low, int16x8_t high) {
  return vaddq_s32(acc, vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
}
ALCOVE_INLINE I32 dotSigned(I32 acc, U8 w, U8 x) {
  return addProducts(acc, lowProducts(w, x), highProducts(w, x));
}
// Two products: at most 2 × 63 × 127, which a signed 16-bit sum holds.
ALCOVE_INLINE I32 dotPair(I32 acc, U8 w0, U8 x0, U8 w1, U8 x1) {
  return addProducts(acc, vaddq_s16(lowProducts(w0, x0), lowProducts(w1, x1)),
                     vaddq_s16(highProducts(w0, x0), highProducts(w1, x1)));
}
#endif
ALCOVE_INLINE I32 dotWide(I32 acc, U8 w, U8 x) {
  return dotSigned(acc, veorq_u8(w, vdupq_n_u8(0x80)), x);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
