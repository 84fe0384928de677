// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/fit_scales.h"
#include "cpu/simd.h"

// Groups of values side by side, one in each lane; private to the kernels of the quantiser.

namespace alcove::kernels::cpu::ALCOVE_ISA {

struct GroupLanes {
  alignas(64) float values[kMaxGroupValues][kLanes];
  alignas(64) float weights[kMaxGroupValues][kLanes];
};

// Brings the groups from `group` on into lanes and returns how many there are; the lanes that are
// left over hold zeros.
template <bool kWeighted>
static inline std::size_t gatherGroups(const float* values, const float* weights,
                                       std::size_t groupValues, std::size_t group,
                                       std::size_t groups, GroupLanes& lanes) {
  const std::size_t width = groups - group < kLanes ? groups - group : kLanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::size_t first = (group + lane) * groupValues;
    for (std::size_t i = 0; i < groupValues; ++i) {
      lanes.values[i][lane] = lane < width ? values[first + i] : 0;
      if (kWeighted) lanes.weights[i][lane] = lane < width ? weights[first + i] : 0;
    }
  }
  return width;
}

ALCOVE_INLINE F32 gather(const float* from, std::size_t width) {
  return width == kLanes ? load(from) : loadPartial(from, width);
}
ALCOVE_INLINE void scatter(float* to, F32 value, std::size_t width) {
  width == kLanes ? store(to, value) : storePartial(to, value, width);
}

// To the nearest whole number, ties to even: 1.5 × 2^23 has a spacing of one.
ALCOVE_INLINE F32 nearest(F32 value) {
  const F32 magic = splat(12582912.0f);
  return sub(add(value, magic), magic);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
