// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/step_cost.h"

#include <algorithm>

#include "base/assert.h"

namespace alcove::runtime {
namespace {

// A token more in a step that reads all weights anyway, as a part of the step with one.
constexpr double kGuessedShare = 0.15;
constexpr double kNewest = 0.2;     // weight of the latest measurement
constexpr double kMostOutlier = 2;  // a step during which the machine did something else

}  // namespace

void MeasuredStepCost::measured(std::uint32_t tokens, double milliseconds) {
  ALCOVE_ASSERT(tokens >= 1);
  if (tokens > kMostTokens || !(milliseconds > 0)) return;
  Size& size = m_sizes[tokens];
  // The first step of a size prepares buffers, and says nothing of the next.
  if (++size.times <= 2) {
    size.milliseconds = milliseconds;
    return;
  }
  size.times = 3;
  const double value = std::min(milliseconds, size.milliseconds * kMostOutlier);
  size.milliseconds += kNewest * (value - size.milliseconds);
}

double MeasuredStepCost::of(std::uint32_t tokens) const {
  ALCOVE_ASSERT(tokens >= 1);
  const std::uint32_t wanted = std::min(tokens, kMostTokens);
  if (known(wanted)) return m_sizes[wanted].milliseconds;
  std::uint32_t below = wanted, above = wanted;
  while (below > 0 && !known(below)) --below;
  while (above <= kMostTokens && !known(above)) ++above;
  const auto share = [](std::uint32_t n) { return 1 + kGuessedShare * (double(n) - 1); };
  if (below > 0 && above <= kMostTokens) {
    const double low = m_sizes[below].milliseconds, high = m_sizes[above].milliseconds;
    return low + (high - low) * double(wanted - below) / double(above - below);
  }
  if (below == 0 && above > kMostTokens) return share(wanted);  // nothing is known: ratios are
  const std::uint32_t nearest = below > 0 ? below : above;
  return m_sizes[nearest].milliseconds * share(wanted) / share(nearest);
}

}  // namespace alcove::runtime
