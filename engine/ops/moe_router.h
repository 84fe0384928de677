// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// How the scores of the experts become weights.
enum class RouterScoring : std::uint8_t { Softmax, Sigmoid };

// moe_router(scores [tokens, experts]) = routes [tokens, 2 × used]: for each token the numbers of
// the `used` experts with the highest scores, best first (of equal ones the lower number), then
// their weights in the same order.
//
// The weights are the softmax over all scores, or the sigmoid of each; with `renormalize` they are
// divided by their sum, so that a softmax becomes one over the chosen experts alone: whether a
// family takes the softmax before or after the choice is the same question. At the end they are
// multiplied by `scale`.
//
// Numbers and weights are one tensor because they are always wanted together. The numbers are kept
// as floats: a value of a graph is F32, and every integer below 2^24 is exact in it.
// Sources: Shazeer et al., "Outrageously Large Neural Networks", 2017; Jiang et al., "Mixtral of
// Experts", 2024.
struct MoeRouterAttributes {
  std::int32_t used = 0;
  RouterScoring scoring = RouterScoring::Softmax;
  bool renormalize = true;
  float scale = 1;
};
extern const Op kMoeRouter;

// More experts than this have numbers that are not exact.
inline constexpr std::int64_t kMaxExperts = 1 << 16;

// Routes as moe_router writes them.
class RoutesView {
 public:
  explicit RoutesView(const TensorView& routes) : m_routes(routes) {}
  [[nodiscard]] std::int64_t tokens() const { return m_routes.rows(); }
  [[nodiscard]] std::int64_t used() const { return m_routes.columns() / 2; }
  [[nodiscard]] std::int64_t expert(std::int64_t token, std::int64_t i) const {
    return std::int64_t(m_routes.row(token)[i]);
  }
  [[nodiscard]] float weight(std::int64_t token, std::int64_t i) const {
    return m_routes.row(token)[used() + i];
  }

 private:
  const TensorView& m_routes;
};

// (gradient of routes, scores, routes) → the gradient of scores. The choice of experts is taken as
// given.
extern const Op kMoeRouterGradient;

}  // namespace alcove::ops
