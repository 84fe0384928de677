// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace alcove::base {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// The value of a half by the standard's formula.
double valueOfHalf(std::uint16_t h) {
  const int exponent = (h >> 10) & 31;
  const int mantissa = h & 1023;
  const double sign = (h & 0x8000) != 0 ? -1 : 1;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

TEST(Half, EveryPatternIsReadExactlyAndComesBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto h = std::uint16_t(bits);
    const float value = halfToFloat(h);
    if ((h & 0x7c00) == 0x7c00) {
      if ((h & 0x3ff) != 0) {
        EXPECT_TRUE(std::isnan(value));
        EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(value))));
        continue;
      }
      EXPECT_EQ(value, (h & 0x8000) != 0 ? -kInfinity : kInfinity);
    } else {
      ASSERT_EQ(double(value), valueOfHalf(h)) << bits;
    }
    ASSERT_EQ(floatToHalf(value), h) << bits;
  }
}

TEST(Half, RoundsToNearestEven) {
  EXPECT_EQ(floatToHalf(1.0f + 0x1p-11f), 0x3c00);             // tie, even below
  EXPECT_EQ(floatToHalf(1.0f + 3 * 0x1p-11f), 0x3c02);         // tie, even above
  EXPECT_EQ(floatToHalf(1.0f + 0x1p-11f + 0x1p-20f), 0x3c01);  // just above the tie
  EXPECT_EQ(floatToHalf(0x1p-25f), 0x0000);                    // tie at the smallest subnormal
  EXPECT_EQ(floatToHalf(0x1.8p-25f), 0x0001);
  EXPECT_EQ(floatToHalf(65519.0f), 0x7bff);
  EXPECT_EQ(floatToHalf(65520.0f), 0x7c00);
  EXPECT_EQ(floatToHalf(-kInfinity), 0xfc00);
}

TEST(Bfloat16, EveryPatternComesBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto b = std::uint16_t(bits);
    const float value = bfloat16ToFloat(b);
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(bfloat16ToFloat(floatToBfloat16(value))));
    } else {
      ASSERT_EQ(floatToBfloat16(value), b) << bits;
    }
  }
}

TEST(Bfloat16, RoundsToNearestEven) {
  EXPECT_EQ(floatToBfloat16(1.0f + 0x1p-8f), 0x3f80);
  EXPECT_EQ(floatToBfloat16(1.0f + 3 * 0x1p-8f), 0x3f82);
  EXPECT_EQ(floatToBfloat16(std::numeric_limits<float>::max()), 0x7f80);
}

}  // namespace
}  // namespace alcove::base
