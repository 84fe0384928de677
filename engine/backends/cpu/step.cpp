// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/step.h"

namespace alcove::backends::cpu {
namespace {

// Whether each unit of both steps touches the same part of the same bytes.
bool touchedAlike(const Access& x, const Access& y) {
  return !x.shared && !y.shared && x.begin == y.begin && x.end == y.end;
}

bool mustWait(const Step& earlier, const Step& later) {
  for (const Access& x : earlier.accesses)
    for (const Access& y : later.accesses)
      if (x.begin < y.end && y.begin < x.end && (x.write || y.write) &&
          !(dividedAlike(earlier, later) && touchedAlike(x, y)))
        return true;
  return false;
}

}  // namespace

bool dividedAlike(const Step& a, const Step& b) {
  return a.split != Split::Own && a.split == b.split && a.units == b.units;
}

void placeBarriers(std::vector<Step>& steps) {
  std::size_t sinceBarrier = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t j = sinceBarrier; j < i && !steps[i].barrier; ++j)
      steps[i].barrier = mustWait(steps[j], steps[i]);
    if (steps[i].barrier) sinceBarrier = i;
  }
}

}  // namespace alcove::backends::cpu
