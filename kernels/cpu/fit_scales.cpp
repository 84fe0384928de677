// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/fit_scales.h"

#include "cpu/group_lanes.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr float kHuge = 3e38f;

// The best line so far of each lane's group: value ≈ scale × level + minimum.
struct Lines {
  F32 scale, minimum, error;
};

// What all trials of a tile of groups have in common. Values are distances from the smallest.
struct AffineTile {
  F32 smallest, range, sumOfWeights, sumOfDistances;
};

template <bool kWeighted>
AffineTile measureDistances(GroupLanes& lanes, std::size_t count, bool minimumAtMostZero) {
  AffineTile tile;
  F32 largest = load(lanes.values[0]);
  tile.smallest = minimumAtMostZero ? minimum(largest, splat(0)) : largest;
  for (std::size_t i = 1; i < count; ++i) {
    const F32 value = load(lanes.values[i]);
    tile.smallest = minimum(tile.smallest, value);
    largest = maximum(largest, value);
  }
  tile.range = sub(largest, tile.smallest);
  tile.sumOfWeights = tile.sumOfDistances = splat(0);
  for (std::size_t i = 0; i < count; ++i) {
    const F32 distance = sub(load(lanes.values[i]), tile.smallest);
    store(lanes.values[i], distance);
    const F32 weight = kWeighted ? load(lanes.weights[i]) : splat(1);
    tile.sumOfWeights = add(tile.sumOfWeights, weight);
    tile.sumOfDistances = add(tile.sumOfDistances, mul(weight, distance));
  }
  return tile;
}

template <bool kWeighted, bool kFromZero>
ALCOVE_INLINE void attemptLine(const FitScalesArgs& args, const GroupLanes& lanes,
                               const AffineTile& tile, F32 inverseStep, F32 origin, Lines& best) {
  F32 levels = splat(0), squares = splat(0), products = splat(0);
  const F32 highest = splat(args.highest);
  for (std::size_t i = 0; i < args.groupValues; ++i) {
    const F32 distance = load(lanes.values[i]);
    // From zero, distances are not negative.
    F32 steps = mul(kFromZero ? distance : sub(distance, origin), inverseStep);
    if (!kFromZero) steps = maximum(steps, splat(0));
    const F32 level = nearest(minimum(steps, highest));
    const F32 weighted = kWeighted ? mul(load(lanes.weights[i]), level) : level;
    levels = add(levels, weighted);
    squares = add(squares, mul(weighted, level));
    products = add(products, mul(weighted, distance));
  }
  const F32 two = splat(2);
  const F32 size = mul(tile.sumOfWeights, squares);
  const F32 spread = sub(size, mul(levels, levels));
  F32 scale = div(sub(mul(tile.sumOfWeights, products), mul(tile.sumOfDistances, levels)), spread);
  F32 lowest = div(sub(mul(squares, tile.sumOfDistances), mul(levels, products)), spread);
  if (args.minimumAtMostZero) {
    const F32 limit = sub(splat(0), tile.smallest);
    const F32 through = div(add(products, mul(tile.smallest, levels)), squares);
    scale = selectLess(limit, lowest, through, scale);
    lowest = selectLess(limit, lowest, limit, lowest);
  }
  const F32 ofScale = mul(scale, sub(mul(scale, squares), mul(two, products)));
  const F32 ofMinimum =
      mul(lowest, sub(mul(lowest, tile.sumOfWeights), mul(two, tile.sumOfDistances)));
  F32 error = add(add(ofScale, ofMinimum), mul(mul(mul(two, scale), lowest), levels));
  error = selectLess(mul(splat(kLeastSpread), size), spread, error, splat(kHuge));
  best.scale = selectLess(error, best.error, scale, best.scale);
  best.minimum = selectLess(error, best.error, lowest, best.minimum);
  best.error = selectLess(error, best.error, error, best.error);
}

template <bool kWeighted>
void fitLines(const FitScalesArgs& args, std::size_t group) {
  GroupLanes lanes;
  const std::size_t width = gatherGroups<kWeighted>(args.values, args.weights, args.groupValues,
                                                    group, args.groups, lanes);
  const AffineTile tile =
      measureDistances<kWeighted>(lanes, args.groupValues, args.minimumAtMostZero);
  Lines best = {div(tile.range, splat(args.highest)), splat(0), splat(kHuge)};
  for (int i = 0; i < kTrials; ++i) {
    const F32 steps = splat(trialSteps(args.highest, i));
    attemptLine<kWeighted, true>(args, lanes, tile, div(steps, tile.range), splat(0), best);
  }
  for (int i = 0; i < kImprovements; ++i)
    attemptLine<kWeighted, false>(args, lanes, tile, div(splat(1), best.scale), best.minimum, best);
  scatter(args.scales + group, best.scale, width);
  scatter(args.minimums + group, add(best.minimum, tile.smallest), width);
}

template <bool kWeighted>
ALCOVE_INLINE void attemptScale(const FitScalesArgs& args, const GroupLanes& lanes, F32 inverseStep,
                                F32& best, F32& bestExplained) {
  F32 squares = splat(0), products = splat(0);
  const F32 lowest = splat(args.lowest), highest = splat(args.highest);
  for (std::size_t i = 0; i < args.groupValues; ++i) {
    const F32 value = load(lanes.values[i]);
    const F32 level = nearest(minimum(maximum(mul(value, inverseStep), lowest), highest));
    const F32 weighted = kWeighted ? mul(load(lanes.weights[i]), level) : level;
    squares = add(squares, mul(weighted, level));
    products = add(products, mul(weighted, value));
  }
  const F32 scale = div(products, squares);
  const F32 explained = mul(scale, products);
  best = selectLess(bestExplained, explained, scale, best);
  bestExplained = selectLess(bestExplained, explained, explained, bestExplained);
}

template <bool kWeighted>
void fitLinear(const FitScalesArgs& args, std::size_t group) {
  GroupLanes lanes;
  const std::size_t width = gatherGroups<kWeighted>(args.values, args.weights, args.groupValues,
                                                    group, args.groups, lanes);
  F32 extreme = splat(0);
  for (std::size_t i = 0; i < args.groupValues; ++i) {
    const F32 value = load(lanes.values[i]);
    extreme = selectLess(absolute(extreme), absolute(value), value, extreme);
  }
  F32 best = div(extreme, splat(args.lowest)), explained = splat(0);
  for (int i = 0; i < kTrials; ++i) {
    const F32 steps = splat(-trialSteps(-args.lowest, i));
    attemptScale<kWeighted>(args, lanes, div(steps, extreme), best, explained);
  }
  for (int i = 0; i < kImprovements; ++i)
    attemptScale<kWeighted>(args, lanes, div(splat(1), best), best, explained);
  scatter(args.scales + group, best, width);
}

}  // namespace

void fitScales(const FitScalesArgs& args) {
  for (std::size_t group = 0; group < args.groups; group += kLanes) {
    if (args.minimums) {
      args.weights ? fitLines<true>(args, group) : fitLines<false>(args, group);
    } else {
      args.weights ? fitLinear<true>(args, group) : fitLinear<false>(args, group);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
