// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

const float kE = std::exp(1.0f);

std::vector<float> route(std::vector<float> scores, MoeRouterAttributes attributes) {
  const auto experts = std::int64_t(scores.size());
  return test::runOp(kMoeRouter, {{{1, experts}, std::move(scores)}}, Attributes(attributes));
}

TEST(MoeRouter, NumbersBestFirstThenTheirSoftmax) {
  const float total = 1 + kE + kE * kE;
  EXPECT_THAT(route({1, 0, 2}, {2, RouterScoring::Softmax, false, 1}),
              test::near({2, 0, kE * kE / total, kE / total}));
}

TEST(MoeRouter, RenormalisedWeightsAreASoftmaxOverTheChosen) {
  EXPECT_THAT(route({1, 0, 2}, {2, RouterScoring::Softmax, true, 1}),
              test::near({2, 0, kE / (1 + kE), 1 / (1 + kE)}));
}

TEST(MoeRouter, SigmoidsStandAloneAndAreScaled) {
  const float one = 1 / (1 + 1 / kE), two = 1 / (1 + 1 / (kE * kE));
  EXPECT_THAT(route({1, 0, 2}, {2, RouterScoring::Sigmoid, false, 2.5f}),
              test::near({2, 0, 2.5f * two, 2.5f * one}));
  EXPECT_THAT(route({1, 0, 2}, {2, RouterScoring::Sigmoid, true, 1}),
              test::near({2, 0, two / (one + two), one / (one + two)}));
}

TEST(MoeRouter, EqualScoresGoToTheLowerNumber) {
  EXPECT_THAT(route({3, 3, 3, 3}, {3, RouterScoring::Softmax, true, 1}),
              test::near({0, 1, 2, 1 / 3.0f, 1 / 3.0f, 1 / 3.0f}));
}

TEST(MoeRouter, AllExpertsMayBeUsed) {
  EXPECT_THAT(route({0, 1}, {2, RouterScoring::Softmax, false, 1}),
              test::near({1, 0, kE / (1 + kE), 1 / (1 + kE)}));
}

TEST(MoeRouter, WhatIsNoNumberStillNamesAnExpert) {
  const auto routes = route({NAN, NAN, -1}, {3, RouterScoring::Softmax, true, 1});
  EXPECT_EQ(routes[0], 2);
  EXPECT_EQ(routes[1], 0);
  EXPECT_EQ(routes[2], 1);
}

}  // namespace
}  // namespace alcove::ops
