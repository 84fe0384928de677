// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/simd.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

// Relative error below 3e-7; 0 where the result would be subnormal, about 2.4e38 where it would be
// larger than that.
ALCOVE_INLINE F32 exponential(F32 x) {
  constexpr float kLowest = -87.33f, kHighest = 88.37f;
  const F32 clamped = minimum(maximum(x, splat(kLowest)), splat(kHighest));
  // x = n ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts, so that r loses nothing.
  const I32 n = roundToInt(mul(clamped, splat(1.44269504f)));
  F32 r = fma(toFloat(n), splat(-0.693359375f), clamped);
  r = fma(toFloat(n), splat(2.12194440e-4f), r);
  F32 sum = splat(1.0f / 5040);  // the series of exp up to r^7
  sum = fma(sum, r, splat(1.0f / 720));
  sum = fma(sum, r, splat(1.0f / 120));
  sum = fma(sum, r, splat(1.0f / 24));
  sum = fma(sum, r, splat(1.0f / 6));
  sum = fma(sum, r, splat(0.5f));
  sum = fma(sum, r, splat(1));
  sum = fma(sum, r, splat(1));
  const F32 power = asFloatBits(shiftLeft<23>(addInt(n, splatInt(127))));
  return selectLess(x, splat(kLowest), splat(0), mul(sum, power));
}

// Absolute error below 3e-7, and relative error below 1e-6 near zero.
ALCOVE_INLINE F32 hyperbolicTangent(F32 x) {
  const F32 magnitude = minimum(absolute(x), splat(20));
  const F32 e = exponential(add(magnitude, magnitude));
  const F32 large = sub(splat(1), div(splat(2), add(e, splat(1))));
  // 1 - 2 / (e + 1) cancels near zero; the series does not.
  const F32 square = mul(x, x);
  F32 series = splat(-17.0f / 315);
  series = fma(series, square, splat(2.0f / 15));
  series = fma(series, square, splat(-1.0f / 3));
  series = fma(mul(series, square), x, x);
  const F32 signedLarge = selectLess(x, splat(0), sub(splat(0), large), large);
  return selectLess(magnitude, splat(0.125f), series, signedLarge);
}

// erfc(x) / 2 for x ≥ 0; relative error below 1e-6 up to x = 5. With t = 1 / (1 + x/2), erfc(x) is
// t · exp(-x² + p(t)); p is a polynomial fitted to that on [1/6, 1].
ALCOVE_INLINE F32 halfErrorComplement(F32 x) {
  const F32 t = div(splat(1), fma(x, splat(0.5f), splat(1)));
  F32 p = splat(0.144930214f);
  p = fma(p, t, splat(-0.680827177f));
  p = fma(p, t, splat(1.15673376f));
  p = fma(p, t, splat(-0.696251897f));
  p = fma(p, t, splat(-0.0802804337f));
  p = fma(p, t, splat(0.00126758716f));
  p = fma(p, t, splat(0.0346027997f));
  p = fma(p, t, splat(0.386640412f));
  p = fma(p, t, splat(0.998632783f));
  p = fma(p, t, splat(-1.265448f));
  return mul(mul(t, splat(0.5f)), exponential(sub(p, mul(x, x))));
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
