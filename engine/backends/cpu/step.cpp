// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/step.h"

namespace alcove::backends::cpu {
namespace {

bool dividedAlike(const Step& a, const Access& x, const Step& b, const Access& y) {
  return !x.shared && !y.shared && x.begin == y.begin && x.end == y.end && a.split == b.split &&
         a.split != Split::Own && a.units == b.units;
}

bool mustWait(const Step& earlier, const Step& later) {
  for (const Access& x : earlier.accesses)
    for (const Access& y : later.accesses)
      if (x.begin < y.end && y.begin < x.end && (x.write || y.write) &&
          !dividedAlike(earlier, x, later, y))
        return true;
  return false;
}

}  // namespace

void placeBarriers(std::vector<Step>& steps) {
  std::size_t sinceBarrier = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t j = sinceBarrier; j < i && !steps[i].barrier; ++j)
      steps[i].barrier = mustWait(steps[j], steps[i]);
    if (steps[i].barrier) sinceBarrier = i;
  }
}

}  // namespace alcove::backends::cpu
