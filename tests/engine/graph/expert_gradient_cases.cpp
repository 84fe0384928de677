// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/graph/gradient_case.h"
#include "ops/moe_combine.h"
#include "ops/moe_matmul.h"
#include "ops/moe_router.h"

namespace alcove::test {
namespace {

constexpr std::int64_t kTokens = 3, kUsed = 2, kExperts = 4;

// The numbers of two of four experts for each of three tokens, then their weights.
void addRoutes(GradientCase& c, bool varies) {
  auto& routes = c.addValues({kTokens, 2 * kUsed}, {2, 0, 0.7f, 0.3f,  //
                                                    0, 3, 0.6f, 0.4f,  //
                                                    3, 2, 0.9f, 0.2f});
  routes.varies = varies;
  routes.fixedPart = kUsed;
}

void addMatmuls(std::deque<GradientCase>& cases) {
  for (const bool shared : {true, false}) {
    for (const bool bias : {true, false}) {
      GradientCase& c =
          cases.emplace_back(fmt::format("moe_matmul, shared {}, bias {}", shared, bias),
                             ops::kMoeMatmul, ops::MoeMatmulAttributes{bias});
      c.add({shared ? kTokens : kTokens * kUsed, 5});
      c.add({kExperts, 3, 5});
      addRoutes(c, false);
      if (bias) c.add({kExperts, 3});
    }
  }
  GradientCase& c =
      cases.emplace_back("moe_matmul, Q8_0 frozen", ops::kMoeMatmul, ops::MoeMatmulAttributes{});
  c.add({kTokens, 32});
  c.addConstant({kExperts, 3, 32}, quant::kQ8_0);
  addRoutes(c, false);
}

}  // namespace

void addExpertGradientCases(std::deque<GradientCase>& cases) {
  addMatmuls(cases);
  GradientCase& combine = cases.emplace_back("moe_combine", ops::kMoeCombine);
  combine.add({kTokens * kUsed, 5});
  addRoutes(combine, true);
  for (const auto scoring : {ops::RouterScoring::Softmax, ops::RouterScoring::Sigmoid})
    for (const bool renormalize : {true, false})
      cases
          .emplace_back(fmt::format("moe_router {} {}", int(scoring), renormalize), ops::kMoeRouter,
                        ops::MoeRouterAttributes{kUsed, scoring, renormalize, 1.5f})
          .addApart({kTokens, kExperts});
}

}  // namespace alcove::test
