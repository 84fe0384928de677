// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace alcove::training {

// How long examples are, in tokens, before anything is cut. The median and p95, which 95 % of the
// examples do not exceed, are lengths that examples have.
struct TokenStatistics {
  struct Bin {
    std::size_t from = 0, to = 0;  // tokens, both included
    std::size_t count = 0;         // examples
  };
  std::size_t count = 0, total = 0;
  std::size_t scored = 0;  // tokens that are learnt, of what is left after cutting
  std::size_t min = 0, median = 0, p95 = 0, max = 0;
  std::vector<Bin> histogram;  // of equal, round width, without gaps, at most 21
};

// `scored` is left to the caller.
[[nodiscard]] TokenStatistics tokenStatistics(std::span<const std::size_t> lengths);

}  // namespace alcove::training
