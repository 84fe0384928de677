// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ops/gradient_builder.h"

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

TensorDesc inferScores(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[1];
}

void backward(const ReferenceContext& c) {
  const auto a = c.attributes.as<MoeRouterAttributes>();
  const RoutesView routes(c.inputs[2]);
  const std::size_t experts = std::size_t(c.inputs[1].columns());
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const std::vector<double> weights = weigh(c.inputs[1].row(t), experts, a.scoring);
    const float* dy = c.inputs[0].row(t) + a.used;
    double sum = 0, dot = 0;
    for (std::int32_t i = 0; i < a.used; ++i) {
      const double weight = weights[std::size_t(routes.expert(t, i))];
      sum += weight;
      dot += weight * double(dy[i]);
    }
    // By the weights before scaling and renormalisation, then by the scores.
    std::vector<double> flow(experts, 0.0);
    for (std::int32_t i = 0; i < a.used; ++i) {
      double value = dy[i];
      if (a.renormalize) value = sum > 0 ? value / sum - dot / (sum * sum) : 0;
      flow[std::size_t(routes.expert(t, i))] = double(a.scale) * value;
    }
    double pull = 0;
    for (std::size_t e = 0; e < experts; ++e) pull += flow[e] * weights[e];
    const bool softmax = a.scoring == RouterScoring::Softmax;
    for (std::size_t e = 0; e < experts; ++e)
      c.output.row(t)[e] =
          float(weights[e] * (softmax ? flow[e] - pull : flow[e] * (1 - weights[e])));
  }
}

void gradient(GradientBuilder& g) {
  g.add(0,
        g.apply(kMoeRouterGradient, {g.outputGradient(), g.input(0), g.output()}, g.attributes()));
}

}  // namespace

const Op kMoeRouter = {"moe_router", 1, 1, inferOutput, reference, gradient};
const Op kMoeRouterGradient = {"moe_router_gradient", 3, 3, inferScores, backward, nullptr};

}  // namespace alcove::ops
