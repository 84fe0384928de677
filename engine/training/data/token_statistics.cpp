// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/token_statistics.h"

#include <algorithm>
#include <numeric>

namespace alcove::training {
namespace {

constexpr std::size_t kMostBins = 20;

// 1, 2, 5, 10, 20 …: the first that covers `range` in so many bins.
std::size_t roundWidth(std::size_t range) {
  for (std::size_t ten = 1;; ten *= 10)
    for (const std::size_t width : {ten, 2 * ten, 5 * ten})
      if (width * kMostBins >= range) return width;
}

}  // namespace

TokenStatistics tokenStatistics(std::span<const std::size_t> lengths) {
  TokenStatistics statistics;
  if (lengths.empty()) return statistics;
  std::vector<std::size_t> sorted(lengths.begin(), lengths.end());
  std::ranges::sort(sorted);
  const std::size_t count = sorted.size();
  statistics.count = count;
  statistics.total = std::accumulate(sorted.begin(), sorted.end(), std::size_t(0));
  statistics.min = sorted.front();
  statistics.max = sorted.back();
  statistics.median = sorted[(count - 1) / 2];
  statistics.p95 = sorted[(count * 95 + 99) / 100 - 1];
  const std::size_t width = roundWidth(statistics.max - statistics.min + 1);
  const std::size_t first = statistics.min / width;
  for (std::size_t i = first; i <= statistics.max / width; ++i)
    statistics.histogram.push_back({i * width, (i + 1) * width - 1, 0});
  for (const std::size_t length : sorted) ++statistics.histogram[length / width - first].count;
  return statistics;
}

}  // namespace alcove::training
