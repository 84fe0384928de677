// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::quant {

// What the four bits of IQ4_NL and IQ4_XS stand for: levels that lie denser around zero.
inline constexpr std::int8_t kIq4Levels[16] = {-127, -104, -83, -65, -49, -35, -22, -10,
                                               1,    13,   25,  38,  53,  69,  89,  113};

// Twice the 4-bit floats E2M1: sign, two exponent bits, one mantissa bit. (Zero has no sign here.)
inline constexpr std::int8_t kFp4Levels[16] = {0, 1,  2,  3,  4,  6,  8,  12,
                                               0, -1, -2, -3, -4, -6, -8, -12};

}  // namespace alcove::quant
