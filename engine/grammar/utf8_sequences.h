// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "grammar/rule_set.h"

namespace alcove::grammar {

// Bytes low … high, both included.
struct ByteSpan {
  std::uint8_t low;
  std::uint8_t high;
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

// The UTF-8 forms of a range of code points in which each byte runs over a range of its own.
struct Utf8Sequence {
  std::array<ByteSpan, 4> bytes{};
  std::size_t length = 0;
  [[nodiscard]] std::span<const ByteSpan> spans() const { return {bytes.data(), length}; }
};

// The UTF-8 forms of exactly the code points of `set`, which is normalised.
[[nodiscard]] std::vector<Utf8Sequence> utf8Sequences(std::span<const CodePoints> set);

}  // namespace alcove::grammar
