// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/softmax_gradient.h"

#include <cmath>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class SoftmaxGradientTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, SoftmaxGradientTest, kEveryIsa, kIsaName);

double logSumOf(const std::vector<float>& scores) {
  double sum = 0;
  for (const float score : scores) sum += std::exp(double(score) - 10);
  return std::log(sum) + 10;
}

TEST_P(SoftmaxGradientTest, SumsGoOnFromPartToPart) {
  const std::vector<float> scores = randomFloats(131, 4, 5);
  const GuardedFloats guarded(scores);
  SoftmaxSum state;
  std::size_t at = 0;
  for (const std::size_t count : {1, 15, 16, 17, 40, 42}) {
    kernels().softmaxSum({guarded.data() + at, std::size_t(count), &state});
    at += count;
  }
  ASSERT_EQ(at, scores.size());
  EXPECT_NEAR(double(state.largest) + std::log(state.sum), logSumOf(scores), 1e-6);
}

TEST_P(SoftmaxGradientTest, SharesSumToTheirFactor) {
  const std::vector<float> scores = randomFloats(53, 5, 4);
  const GuardedFloats shares(scores);
  const double logSum = logSumOf(scores);
  kernels().softmaxShare({shares.data(), scores.size(), float(logSum), 0.25f});
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    ASSERT_NEAR(shares[i], 0.25 * std::exp(double(scores[i]) - logSum), 1e-6);
    sum += double(shares[i]);
  }
  EXPECT_NEAR(sum, 0.25, 1e-5);
}

struct Row {
  std::vector<double> shares, flows;
  double sinkFlow = 0;
};

Row expectedRow(const std::vector<float>& products, const std::vector<float>& flows, double scale,
                double cap, const float* sink) {
  Row row;
  std::vector<double> slopes;
  double total = sink ? std::exp(double(*sink)) : 0, mean = 0;
  const double sinkWeight = total;
  for (const float product : products) {
    double score = double(product) * scale, slope = scale;
    if (cap > 0) {
      const double share = std::tanh(score / cap);
      score = cap * share;
      slope *= 1 - share * share;
    }
    slopes.push_back(slope);
    row.shares.push_back(std::exp(score));
    total += row.shares.back();
  }
  for (std::size_t i = 0; i < products.size(); ++i)
    mean += (row.shares[i] /= total) * double(flows[i]);
  for (std::size_t i = 0; i < products.size(); ++i)
    row.flows.push_back(row.shares[i] * (double(flows[i]) - mean) * slopes[i]);
  row.sinkFlow = -sinkWeight / total * mean;
  return row;
}

TEST_P(SoftmaxGradientTest, AttentionFlowsBack) {
  const float sink = 0.7f;
  for (const std::size_t count : {1, 5, 16, 47, 64}) {
    for (const float cap : {0.0f, 1.5f}) {
      for (const float* withSink : {static_cast<const float*>(nullptr), &sink}) {
        const std::vector<float> products = randomFloats(count, 6, 3),
                                 given = randomFloats(count, 7);
        const GuardedFloats scores(products), flows(given);
        float sinkFlow = NAN;
        kernels().attentionFlow(
            {scores.data(), flows.data(), count, 0.4f, cap, withSink, &sinkFlow});
        const Row row = expectedRow(products, given, double(0.4f), double(cap), withSink);
        for (std::size_t i = 0; i < count; ++i) {
          ASSERT_NEAR(scores[i], row.shares[i], 2e-6);
          ASSERT_NEAR(flows[i], row.flows[i], 2e-6);
        }
        if (withSink) {
          EXPECT_NEAR(sinkFlow, row.sinkFlow, 2e-6);
        }
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
