// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/group_lanes.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// The errors of the lanes' groups with these steps and minimums.
template <bool kWeighted>
ALCOVE_INLINE F32 errors(const RefineCodesArgs& args, const GroupLanes& lanes, F32 step,
                         F32 minimumValue) {
  const F32 inverse = selectLess(splat(0), absolute(step), div(splat(1), step), splat(0));
  const F32 lowest = splat(args.lowest), highest = splat(args.highest);
  F32 error = splat(0);
  for (std::size_t i = 0; i < args.groupValues; ++i) {
    const F32 above = add(load(lanes.values[i]), minimumValue);
    const F32 level = nearest(minimum(maximum(mul(above, inverse), lowest), highest));
    const F32 miss = sub(mul(step, level), above);
    error = add(error, mul(kWeighted ? mul(load(lanes.weights[i]), miss) : miss, miss));
  }
  return error;
}

template <bool kWeighted>
void refine(const RefineCodesArgs& args, std::size_t group) {
  GroupLanes lanes;
  const std::size_t width = gatherGroups<kWeighted>(args.values, args.weights, args.groupValues,
                                                    group, args.groups, lanes);
  const F32 lowest = splat(args.lowestCode), highest = splat(args.highestCode);
  const bool hasMinimum = args.minimumUnits != nullptr;
  const F32 unit = gather(args.units + group, width);
  const F32 minimumUnit = hasMinimum ? gather(args.minimumUnits + group, width) : splat(0);
  const F32 code = gather(args.codes + group, width);
  const F32 minimumCode = hasMinimum ? gather(args.minimumCodes + group, width) : splat(0);
  F32 bestCode = code, bestMinimumCode = minimumCode, smallest = splat(3e38f);
  const int minimumReach = hasMinimum ? 1 : 0;
  for (int i = -1; i <= 1; ++i) {
    const F32 c = minimum(maximum(add(code, splat(float(i))), lowest), highest);
    for (int j = -minimumReach; j <= minimumReach; ++j) {
      const F32 m = minimum(maximum(add(minimumCode, splat(float(j))), lowest), highest);
      const F32 error = errors<kWeighted>(args, lanes, mul(unit, c), mul(minimumUnit, m));
      bestCode = selectLess(error, smallest, c, bestCode);
      bestMinimumCode = selectLess(error, smallest, m, bestMinimumCode);
      smallest = selectLess(error, smallest, error, smallest);
    }
  }
  scatter(args.codes + group, bestCode, width);
  if (hasMinimum) scatter(args.minimumCodes + group, bestMinimumCode, width);
}

}  // namespace

void refineCodes(const RefineCodesArgs& args) {
  for (std::size_t group = 0; group < args.groups; group += kLanes)
    args.weights ? refine<true>(args, group) : refine<false>(args, group);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
