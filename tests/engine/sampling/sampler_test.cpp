// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

SamplingOptions plain() {
  SamplingOptions options;
  options.temperature = 1;
  options.topK = 0;
  options.topP = 1;
  options.minP = 0;
  options.seed = 1;
  return options;
}

std::vector<float> randomLogits(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, 3);
  std::vector<float> logits(count);
  for (float& logit : logits) logit = normal(random);
  return logits;
}

// Probabilities of every token under `options`, computed the slow and obvious way.
std::vector<double> reference(std::vector<float> logits, const SamplingOptions& options) {
  std::vector<std::size_t> order(logits.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return logits[a] > logits[b]; });
  if (options.topK > 0) order.resize(std::min(order.size(), std::size_t(options.topK)));
  const double best = logits[order[0]];
  auto weight = [&](std::size_t id, double temperature) {
    return std::exp((logits[id] - best) / temperature);
  };
  double total = 0;
  for (std::size_t id : order) total += weight(id, 1);
  double sum = 0;
  std::size_t stay = 0;
  while (stay < order.size() && (stay == 0 || sum < double(options.topP) * total))
    sum += weight(order[stay++], 1);
  if (options.topP < 1) order.resize(stay);
  std::erase_if(order, [&](std::size_t id) { return weight(id, 1) < double(options.minP); });
  std::vector<double> probabilities(logits.size(), 0.0);
  total = 0;
  for (std::size_t id : order) total += weight(id, options.temperature);
  for (std::size_t id : order) probabilities[id] = weight(id, options.temperature) / total;
  return probabilities;
}

// Pearson's statistic of drawn counts against the expected; a token that must not appear and does
// makes it infinite.
double chiSquare(const std::map<std::int32_t, int>& counts, const std::vector<double>& expected,
                 int draws, int& cells) {
  double statistic = 0;
  double rareExpected = 0, rareDrawn = 0;
  cells = 0;
  for (std::size_t id = 0; id < expected.size(); ++id) {
    const auto found = counts.find(std::int32_t(id));
    const double drawn = found == counts.end() ? 0 : found->second;
    const double mean = expected[id] * draws;
    if (mean == 0) {
      if (drawn > 0) return std::numeric_limits<double>::infinity();
    } else if (mean < 10) {  // pooled: the approximation fails for small cells
      rareExpected += mean;
      rareDrawn += drawn;
    } else {
      statistic += (drawn - mean) * (drawn - mean) / mean;
      ++cells;
    }
  }
  if (rareExpected > 5) {
    statistic += (rareDrawn - rareExpected) * (rareDrawn - rareExpected) / rareExpected;
    ++cells;
  }
  return statistic;
}

struct Case {
  const char* name;
  std::function<void(SamplingOptions&)> set;
};

class DistributionTest : public testing::TestWithParam<Case> {};

TEST_P(DistributionTest, DrawsFollowTheReferenceDistribution) {
  SamplingOptions options = plain();
  GetParam().set(options);
  const std::vector<float> logits = randomLogits(300, 7);
  const std::vector<double> expected = reference(logits, options);
  Sampler sampler(options);
  std::map<std::int32_t, int> counts;
  constexpr int kDraws = 40000;
  for (int i = 0; i < kDraws; ++i) {
    auto copy = logits;
    ++counts[sampler.draw(copy, {})];
  }
  int cells = 0;
  const double statistic = chiSquare(counts, expected, kDraws, cells);
  const double freedom = std::max(cells - 1, 1);
  // Mean f, variance 2f: five deviations are passed once in millions; the seed is fixed.
  const double limit = freedom + 5 * std::sqrt(2 * freedom) + 5;
  EXPECT_LT(statistic, limit);

  // The test itself must be able to fail: the same counts do not fit a slightly warmer draw.
  SamplingOptions warmer = options;
  warmer.temperature *= 1.15f;
  if (cells > 1) {
    EXPECT_GT(chiSquare(counts, reference(logits, warmer), kDraws, cells), limit);
  }
}

INSTANTIATE_TEST_SUITE_P(Chain, DistributionTest,
                         testing::Values(Case{"all", [](SamplingOptions&) {}},
                                         Case{"temperature",
                                              [](SamplingOptions& o) { o.temperature = 0.6f; }},
                                         Case{"topK", [](SamplingOptions& o) { o.topK = 20; }},
                                         Case{"topP", [](SamplingOptions& o) { o.topP = 0.8f; }},
                                         Case{"minP", [](SamplingOptions& o) { o.minP = 0.1f; }},
                                         Case{"together",
                                              [](SamplingOptions& o) {
                                                o.topK = 40;
                                                o.topP = 0.9f;
                                                o.minP = 0.05f;
                                                o.temperature = 1.5f;
                                              }}),
                         [](const auto& test) { return test.param.name; });

TEST(SamplerTest, ZeroTemperatureIsTheExactArgmaxWithTheLowestIdOnTies) {
  SamplingOptions options = plain();
  options.temperature = 0;
  Sampler sampler(options);
  std::vector<float> logits = {1, 5, 5, -2, 5};
  EXPECT_EQ(sampler.draw(logits, {}), 1);
  for (unsigned seed = 0; seed < 50; ++seed) {
    auto random = randomLogits(5000, seed);
    const auto best = std::max_element(random.begin(), random.end()) - random.begin();
    EXPECT_EQ(sampler.draw(random, {}), best);
  }
}

TEST(SamplerTest, OneSeedGivesOneAnswerAndOthersGiveOthers) {
  const auto logits = randomLogits(1000, 3);
  auto answer = [&](std::uint64_t seed) {
    SamplingOptions options = plain();
    options.seed = seed;
    Sampler sampler(options);
    std::vector<std::int32_t> ids;
    for (int i = 0; i < 50; ++i) {
      auto copy = logits;
      ids.push_back(sampler.draw(copy, {}));
    }
    return ids;
  };
  EXPECT_EQ(answer(11), answer(11));
  EXPECT_NE(answer(11), answer(12));
  SamplingOptions fresh = plain();
  fresh.seed = 0;
  EXPECT_NE(Sampler(fresh).seed(), 0u);
  EXPECT_NE(Sampler(fresh).seed(), Sampler(fresh).seed());
}

TEST(SamplerTest, PartialSelectionEqualsFullSortOnTies) {
  std::vector<float> logits(60000, 0.0f);
  std::mt19937 random(5);
  for (float& logit : logits) logit = float(random() % 50);
  std::vector<Candidate> scratch;
  for (std::size_t count : {1u, 40u, 700u, 20000u, 60000u}) {
    Candidates candidates(logits, scratch);
    candidates.keepBest(count);
    std::vector<std::int32_t> order(logits.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return logits[std::size_t(a)] > logits[std::size_t(b)];
    });
    ASSERT_EQ(candidates.size(), count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(candidates.list()[i].id, order[i]);
  }
}

TEST(SamplerTest, PenaltiesChangeLogitsAsStated) {
  SamplingOptions options = plain();
  options.repetitionPenalty = 2;
  options.frequencyPenalty = 0.5f;
  options.presencePenalty = 0.25f;
  options.penaltyWindow = 4;
  std::vector<float> logits = {4, -4, 4, 4};
  std::vector<Candidate> scratch;
  Candidates candidates(logits, scratch);
  const std::vector<std::int32_t> history = {3, 3, 0,
                                             0, 1, 900};  // the first two lie outside the window
  SamplerState state(1);
  kPenalties.apply(candidates, {options, history, state});
  EXPECT_FLOAT_EQ(logits[0], 4 / 2.0f - 2 * 0.5f - 0.25f);
  EXPECT_FLOAT_EQ(logits[1], -4 * 2.0f - 0.5f - 0.25f);
  EXPECT_FLOAT_EQ(logits[2], 4);
  EXPECT_FLOAT_EQ(logits[3], 4);
}

TEST(SamplerTest, PenaltiesCountInGreedyAnswersToo) {
  SamplingOptions options = plain();
  options.temperature = 0;
  options.presencePenalty = 1;
  Sampler sampler(options);
  std::vector<float> logits = {2, 1.5f};
  EXPECT_EQ(sampler.draw(logits, std::vector<std::int32_t>{0}), 1);
}

TEST(SamplerTest, TinyTemperatureIsGreedyAndNotANumberIsNeverDrawn) {
  SamplingOptions options = plain();
  options.temperature = 1e-30f;
  Sampler sampler(options);
  for (int i = 0; i < 100; ++i) {
    std::vector<float> logits = {std::nanf(""), 80, 81, -std::numeric_limits<float>::infinity()};
    EXPECT_EQ(sampler.draw(logits, {}), 2);
  }
  std::vector<float> none(8, std::nanf(""));
  EXPECT_THROW((void)sampler.draw(none, {}), Error);
}

TEST(SamplerTest, OptionsOutOfRangeAreRefusedWithNameAndValue) {
  const float nan = std::nanf("");
  const std::pair<const char*, std::function<void(SamplingOptions&)>> cases[] = {
      {"temperature", [](SamplingOptions& o) { o.temperature = -1; }},
      {"temperature", [&](SamplingOptions& o) { o.temperature = nan; }},
      {"top_k", [](SamplingOptions& o) { o.topK = -5; }},
      {"top_p", [](SamplingOptions& o) { o.topP = 1.5f; }},
      {"min_p", [&](SamplingOptions& o) { o.minP = nan; }},
      {"repetition_penalty", [](SamplingOptions& o) { o.repetitionPenalty = 0; }},
      {"frequency_penalty", [](SamplingOptions& o) { o.frequencyPenalty = 1e30f; }},
      {"presence_penalty", [&](SamplingOptions& o) { o.presencePenalty = nan; }},
      {"penalty_window", [](SamplingOptions& o) { o.penaltyWindow = -2; }},
  };
  for (const auto& [name, set] : cases) {
    SamplingOptions options = plain();
    set(options);
    try {
      Sampler sampler(options);
      ADD_FAILURE() << name << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::InvalidArgument);
      EXPECT_EQ(error.sentence().find(name), 0u) << error.sentence();
    }
  }
}

}  // namespace
}  // namespace alcove::sampling
