// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

const std::array<std::uint32_t, 1> kPosition = {2};

std::vector<float> turn(RopePairing pairing, float magnitude) {
  BatchView batch;
  batch.positions = kPosition;
  // One head of 6 values, of which 4 turn: pair 0 by 2 × 0.5, pair 1 by 2 × 0.25.
  return test::runOp(kRope, {{{1, 6}, {1, 0, 0, 1, 7, 8}}, {{2}, {0.5f, 0.25f}}},
                     Attributes(RopeAttributes{6, 4, magnitude, pairing}), batch);
}

TEST(Rope, InterleavedTurnsNeighbours) {
  EXPECT_THAT(turn(RopePairing::Interleaved, 1),
              test::near({std::cos(1.0f), std::sin(1.0f), -std::sin(0.5f), std::cos(0.5f), 7, 8}));
}

TEST(Rope, HalfSplitTurnsValuesHalfARopeApart) {
  // Pair 0 is (1, 0), pair 1 is (0, 1).
  EXPECT_THAT(turn(RopePairing::HalfSplit, 1),
              test::near({std::cos(1.0f), -std::sin(0.5f), std::sin(1.0f), std::cos(0.5f), 7, 8}));
}

TEST(Rope, MagnitudeScalesOnlyWhatTurns) {
  EXPECT_THAT(turn(RopePairing::Interleaved, 2),
              test::near({2 * std::cos(1.0f), 2 * std::sin(1.0f), -2 * std::sin(0.5f),
                          2 * std::cos(0.5f), 7, 8}));
}

TEST(Rope, TokensOfLongSequencesTurnByTheLongFrequencies) {
  const std::array<std::uint32_t, 2> positions = {2, 2};
  const std::array sequences = {SequenceView{0, 1, 2, {}, 4}, SequenceView{1, 1, 2, {}, 5}};
  BatchView batch;
  batch.positions = positions;
  batch.sequences = sequences;
  const auto y = test::runOp(kRope, {{{2, 2}, {1, 0, 1, 0}}, {{1}, {0.5f}}, {{1}, {0.25f}}},
                             Attributes(RopeAttributes{2, 2, 1, RopePairing::HalfSplit, 4}), batch);
  EXPECT_THAT(y, test::near({std::cos(1.0f), std::sin(1.0f), std::cos(0.5f), std::sin(0.5f)}));
}

}  // namespace
}  // namespace alcove::ops
