// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/moe_router.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class MoeRouterTest : public KernelTest {
 protected:
  void expectRight(const std::vector<float>& values, std::size_t tokens, MoeRouterArgs args) {
    const GuardedFloats scores(values), routes(tokens * 2 * args.used);
    args.scores = scores.data();
    args.routes = routes.data();
    args.tokenBegin = tokens / 2;
    args.tokenEnd = tokens;
    kernels().moeRouter(args);
    args.tokenBegin = 0;
    args.tokenEnd = tokens / 2;
    kernels().moeRouter(args);
    for (std::size_t t = 0; t < tokens; ++t)
      expectToken(values.data() + t * args.experts, routes.data() + t * 2 * args.used, args);
  }

  static void expectToken(const float* scores, const float* routes, const MoeRouterArgs& args) {
    std::vector<std::size_t> order(args.experts);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    const bool softmax = args.scoring == RouterScoring::Softmax;
    const auto weigh = [&](std::size_t e) {
      const double score = double(scores[e]);
      return softmax ? std::exp(score - double(scores[order[0]])) : 1 / (1 + std::exp(-score));
    };
    double all = 0, chosen = 0;
    for (std::size_t i = 0; i < args.experts; ++i) {
      all += weigh(order[i]);
      if (i < args.used) chosen += weigh(order[i]);
    }
    const double divisor = args.renormalize ? chosen : softmax ? all : 1;
    for (std::size_t i = 0; i < args.used; ++i) {
      ASSERT_EQ(routes[i], float(order[i])) << "place " << i;
      const double wanted = double(args.scale) * weigh(order[i]) / divisor;
      ASSERT_NEAR(routes[args.used + i], wanted, 2e-6 * wanted + 1e-30) << "place " << i;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Isa, MoeRouterTest, kEveryIsa, kIsaName);

TEST_P(MoeRouterTest, EveryRuleAndNumberOfExperts) {
  for (const std::size_t experts : {1, 2, 4, 8, 15, 16, 60, 128, 257}) {
    for (const std::size_t used : {std::size_t(1), (experts + 1) / 2, experts}) {
      for (const auto scoring : {RouterScoring::Softmax, RouterScoring::Sigmoid}) {
        for (const bool renormalize : {false, true}) {
          SCOPED_TRACE(std::to_string(used) + " of " + std::to_string(experts));
          MoeRouterArgs args;
          args.experts = experts;
          args.used = used;
          args.scoring = scoring;
          args.renormalize = renormalize;
          args.scale = 1.5f;
          expectRight(randomFloats(5 * experts, unsigned(experts), 3), 5, args);
        }
      }
    }
  }
}

TEST_P(MoeRouterTest, EqualAndExtremeScores) {
  MoeRouterArgs args;
  args.experts = 5;
  args.used = 4;
  expectRight({1, 1, 1, 1, 1, 0, 7, 7, 0, 7, 80, -80, 0, 80, -80}, 3, args);
}

TEST_P(MoeRouterTest, WhatIsNoNumberStillNamesAnExpert) {
  const GuardedFloats scores(std::vector<float>{NAN, -1, NAN, -INFINITY}), routes(8);
  kernels().moeRouter({scores.data(), routes.data(), 4, 4, RouterScoring::Softmax, true, 1, 0, 1});
  EXPECT_EQ(routes[0], 1);
  EXPECT_EQ(routes[1], 0);
  EXPECT_EQ(routes[2], 2);
  EXPECT_EQ(routes[3], 3);
}

}  // namespace
}  // namespace alcove::kernels::cpu
