// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/block_type.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

// Block of 256 values -1, 0 or 1 times a scale: 32 bytes of five values each, 16 bytes of five, 4
// bytes of four, half scale. A byte holds its values as the digits of a number in base three,
// scaled so that 256 would be one: multiplying by three moves the next digit above the byte. Digit
// d of the bytes of a group of n is the group's values n d … n d + n - 1.
constexpr int kValues = 256;
constexpr int kBytes = 54;

float* decodeGroup(const std::byte* bytes, int size, int digits, float scale, float* values) {
  unsigned power = 1;
  for (int digit = 0; digit < digits; ++digit, power *= 3) {
    for (int i = 0; i < size; ++i) {
      const unsigned fraction = (std::to_integer<unsigned>(bytes[i]) * power) & 255;
      *values++ = scale * float(int((fraction * 3) >> 8) - 1);
    }
  }
  return values;
}

ALCOVE_FOR_PROCESSORS
void decode(const std::byte* blocks, float* __restrict values, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, blocks += kBytes) {
    const float scale = loadHalf(blocks + 52);
    values = decodeGroup(blocks, 32, 5, scale, values);
    values = decodeGroup(blocks + 32, 16, 5, scale, values);
    values = decodeGroup(blocks + 48, 4, 4, scale, values);
  }
}

}  // namespace

constinit const BlockType kTQ1_0 = {34, "TQ1_0", kValues, kBytes, decode, nullptr};

}  // namespace alcove::quant
