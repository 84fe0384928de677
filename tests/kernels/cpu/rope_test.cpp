// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/rope.h"

#include <cmath>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class RopeTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, RopeTest, kEveryIsa, kIsaName);

TEST_P(RopeTest, TurnsPairsByTheAngleOfTheirPosition) {
  constexpr std::size_t kHeads = 3, kTokens = 4, kPositions = 10;
  constexpr std::uint32_t kPositionOf[] = {7, 0, 3, 9};
  for (const auto& [headDim, ropeDim] : {std::pair<std::size_t, std::size_t>{64, 64},
                                         {80, 80},
                                         {96, 96},
                                         {128, 64},
                                         {64, 20},
                                         {8, 2},
                                         {256, 256},
                                         {40, 36}}) {
    const std::size_t half = ropeDim / 2, stride = kHeads * headDim + 5;
    const std::vector<float> before = randomFloats((kTokens - 1) * stride + kHeads * headDim, 3);
    std::vector<float> cosines(kPositions * half), sines(kPositions * half);
    for (std::size_t i = 0; i < cosines.size(); ++i) {
      const double angle = double(i / half) * std::pow(10000.0, -double(i % half) / double(half));
      cosines[i] = float(std::cos(angle));
      sines[i] = float(std::sin(angle));
    }
    const GuardedFloats cosineTable(cosines), sineTable(sines);
    for (const RopePairing pairing : {RopePairing::Interleaved, RopePairing::HalfSplit}) {
      const GuardedFloats values(before);
      RopeArgs args{.values = values.data(),
                    .tokenStride = stride,
                    .heads = kHeads,
                    .headDim = headDim,
                    .ropeDim = ropeDim,
                    .cosines = cosineTable.data(),
                    .sines = sineTable.data(),
                    .positions = kPositionOf,
                    .pairing = pairing,
                    .tokenBegin = 2,
                    .tokenEnd = kTokens};
      kernels().rope(args);
      args.tokenBegin = 0;
      args.tokenEnd = 2;
      kernels().rope(args);
      std::vector<double> expected(before.begin(), before.end());
      for (std::size_t t = 0; t < kTokens; ++t) {
        for (std::size_t i = 0; i < kHeads * half; ++i) {
          const std::size_t head = t * stride + i / half * headDim, pair = i % half;
          const bool neighbours = pairing == RopePairing::Interleaved;
          const std::size_t first = head + (neighbours ? 2 * pair : pair);
          const std::size_t second = neighbours ? first + 1 : first + half;
          const double c = double(cosines[kPositionOf[t] * half + pair]);
          const double s = double(sines[kPositionOf[t] * half + pair]);
          const double a = double(before[first]), b = double(before[second]);
          expected[first] = a * c - b * s;
          expected[second] = a * s + b * c;
        }
      }
      for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_NEAR(values[i], expected[i], 1e-6)
            << headDim << "/" << ropeDim << " pairing " << int(pairing) << " at " << i;
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
