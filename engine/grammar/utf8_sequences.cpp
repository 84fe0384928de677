// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/utf8_sequences.h"

#include <algorithm>

namespace alcove::grammar {
namespace {

constexpr char32_t kLastOfLength[] = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};

std::array<std::uint8_t, 4> encode(char32_t c, std::size_t length) {
  constexpr std::uint8_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = length; i-- > 1; c >>= 6) bytes[i] = std::uint8_t(0x80 | (c & 0x3F));
  bytes[0] = std::uint8_t(kLead[length - 1] | c);
  return bytes;
}

// Code points that differ in a byte may differ freely in those behind it only if the range begins
// and ends at a boundary there; so a range is cut at the first boundary inside it.
void split(char32_t low, char32_t high, std::size_t length, std::vector<Utf8Sequence>& out) {
  for (std::size_t tail = 1; tail < length; ++tail) {
    const char32_t inTail = (char32_t(1) << (6 * tail)) - 1;
    if ((low & ~inTail) == (high & ~inTail)) continue;
    if ((low & inTail) != 0) {
      split(low, low | inTail, length, out);
      split((low | inTail) + 1, high, length, out);
      return;
    }
    if ((high & inTail) != inTail) {
      split(low, (high & ~inTail) - 1, length, out);
      split(high & ~inTail, high, length, out);
      return;
    }
  }
  const auto first = encode(low, length);
  const auto last = encode(high, length);
  Utf8Sequence sequence;
  sequence.length = length;
  for (std::size_t i = 0; i < length; ++i) sequence.bytes[i] = {first[i], last[i]};
  out.push_back(sequence);
}

}  // namespace

std::vector<Utf8Sequence> utf8Sequences(std::span<const CodePoints> set) {
  std::vector<Utf8Sequence> out;
  for (const CodePoints& range : set) {
    char32_t low = range.low;
    for (std::size_t length = 1; length <= 4 && low <= range.high; ++length) {
      if (low > kLastOfLength[length - 1]) continue;
      const char32_t high = std::min(range.high, kLastOfLength[length - 1]);
      split(low, high, length, out);
      low = high + 1;
    }
  }
  return out;
}

}  // namespace alcove::grammar
