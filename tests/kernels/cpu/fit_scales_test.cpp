// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/fit_scales.h"

#include <cmath>
#include <cstring>

#include "kernels/cpu/kernel_test.h"
#include "quant/fit.h"

namespace alcove::kernels::cpu {
namespace {

class FitScalesTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, FitScalesTest, kEveryIsa, kIsaName);

struct Levels {
  float lowest, highest, lowestCode, highestCode;
};

// One problem: groups of all kinds, among them zeros, equal values, one sign, an outlier, and
// numbers of one group only.
struct Problem {
  Problem(std::size_t valuesPerGroup, std::size_t count, bool weighted)
      : groupValues(valuesPerGroup),
        groups(count),
        values(randomFloats(groupValues * groups, 1)),
        weights(weighted ? groupValues * groups : 0) {
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t i = 0; i < groupValues; ++i) {
        float& value = values[g * groupValues + i];
        if (g % 7 == 1) value = 0;
        if (g % 7 == 2) value = 0.7f;
        if (g % 7 == 3) value = std::fabs(value);
        if (g % 7 == 4 && i == 3) value *= 100;
        if (g % 7 == 5) value *= 1e-6f;
      }
    }
    for (std::size_t i = 0; i < weights.size(); ++i)
      weights[i] = i / groupValues % 5 == 4 ? 0 : std::exp(values[i % 97]);
  }

  [[nodiscard]] FitScalesArgs fit(const Levels& levels, bool withMinimums, bool atMostZero) const {
    FitScalesArgs args;
    args.values = values.data();
    args.weights = weights.size() ? weights.data() : nullptr;
    args.groupValues = groupValues;
    args.groups = groups;
    args.lowest = levels.lowest;
    args.highest = levels.highest;
    args.minimumAtMostZero = atMostZero;
    args.scales = scales.data();
    args.minimums = withMinimums ? minimums.data() : nullptr;
    return args;
  }

  std::size_t groupValues, groups;
  GuardedFloats values, weights;
  GuardedFloats scales{groups}, minimums{groups};
};

void expectSameBits(const GuardedFloats& actual, const GuardedFloats& expected, const char* what) {
  EXPECT_EQ(std::memcmp(actual.data(), expected.data(), actual.size() * sizeof(float)), 0) << what;
}

constexpr Levels kAffine[] = {{0, 3, 0, 15}, {0, 15, 0, 63}, {0, 31, 0, 63}};
constexpr Levels kLinear[] = {{-4, 3, -32, 31}, {-8, 7, -32, 31}, {-32, 31, -128, 127}};
constexpr std::size_t kGroupCounts[] = {1, 3, 7, 16, 37};

TEST_P(FitScalesTest, GivesTheBitsOfTheReference) {
  for (const std::size_t groupValues : {16, 32}) {
    for (const std::size_t groups : kGroupCounts) {
      for (const bool weighted : {false, true}) {
        const Problem fast(groupValues, groups, weighted), plain(groupValues, groups, weighted);
        for (const Levels& levels : kAffine) {
          for (const bool atMostZero : {false, true}) {
            kernels().fitScales(fast.fit(levels, true, atMostZero));
            quant::fitScales(plain.fit(levels, true, atMostZero));
            expectSameBits(fast.scales, plain.scales, "scales");
            expectSameBits(fast.minimums, plain.minimums, "minimums");
          }
        }
        for (const Levels& levels : kLinear) {
          kernels().fitScales(fast.fit(levels, false, false));
          quant::fitScales(plain.fit(levels, false, false));
          expectSameBits(fast.scales, plain.scales, "scales without minimums");
        }
      }
    }
  }
}

TEST_P(FitScalesTest, RefinedCodesAreThoseOfTheReference) {
  for (const std::size_t groups : kGroupCounts) {
    for (const bool weighted : {false, true}) {
      for (const bool minimums : {false, true}) {
        for (const Levels& levels : minimums ? kAffine : kLinear) {
          const Problem problem(16, groups, weighted);
          GuardedFloats units(groups), minimumUnits(groups), first(groups), firstMinimums(groups);
          GuardedFloats codes(groups), minimumCodes(groups);
          for (std::size_t g = 0; g < groups; ++g) {
            units[g] = g % 11 == 10 ? 0 : 0.01f;
            minimumUnits[g] = 0.05f;
            codes[g] = first[g] = levels.lowestCode + float(g % 16);
            minimumCodes[g] = firstMinimums[g] = float((g * 5) % 16);
          }
          RefineCodesArgs args;
          args.values = problem.values.data();
          args.weights = weighted ? problem.weights.data() : nullptr;
          args.groupValues = 16;
          args.groups = groups;
          args.lowest = levels.lowest;
          args.highest = levels.highest;
          args.lowestCode = levels.lowestCode;
          args.highestCode = levels.highestCode;
          args.units = units.data();
          args.minimumUnits = minimums ? minimumUnits.data() : nullptr;
          args.codes = codes.data();
          args.minimumCodes = minimums ? minimumCodes.data() : nullptr;
          kernels().refineCodes(args);
          args.codes = first.data();
          args.minimumCodes = minimums ? firstMinimums.data() : nullptr;
          quant::refineCodes(args);
          expectSameBits(codes, first, "codes");
          expectSameBits(minimumCodes, firstMinimums, "minimum codes");
        }
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
