// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<MoeRouterAttributes>();
  const std::int64_t experts = inputs[0].shape.columns();
  ALCOVE_ASSERT(a.used >= 1 && a.used <= experts && experts <= kMaxExperts);
  return {&quant::kF32, {inputs[0].shape.rows(), 2 * std::int64_t(a.used)}};
}

// The weight of every expert before any renormalisation.
std::vector<double> weigh(const float* scores, std::size_t experts, RouterScoring scoring) {
  std::vector<double> weights(scores, scores + experts);
  if (scoring == RouterScoring::Sigmoid) {
    for (double& weight : weights) weight = 1.0 / (1.0 + std::exp(-weight));
    return weights;
  }
  const double largest = *std::ranges::max_element(weights);
  double total = 0;
  for (double& weight : weights) total += weight = std::exp(weight - largest);
  for (double& weight : weights) weight /= total;
  return weights;
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<MoeRouterAttributes>();
  const std::size_t experts = std::size_t(c.inputs[0].columns());
  std::vector<std::size_t> order(experts);
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* scores = c.inputs[0].row(t);
    // What is no number is never preferred to one.
    const auto rank = [&](std::size_t e) { return std::isnan(scores[e]) ? -INFINITY : scores[e]; };
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, std::greater<>(), rank);
    const std::vector<double> weights = weigh(scores, experts, a.scoring);
    double sum = 0;
    for (std::int32_t i = 0; i < a.used; ++i) sum += weights[order[std::size_t(i)]];
    const double factor = double(a.scale) * (!a.renormalize ? 1 : sum > 0 ? 1 / sum : 0);
    for (std::int32_t i = 0; i < a.used; ++i) {
      c.output.row(t)[i] = float(order[std::size_t(i)]);
      c.output.row(t)[a.used + i] = float(weights[order[std::size_t(i)]] * factor);
    }
  }
}

}  // namespace

const Op kMoeRouter = {"moe_router", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
