// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Each step beyond the common ones against the plain definition of its paper, and draws against the
// distribution that follows, by a chi-square test over fixed seeds.
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <random>

#include "sampling/sampler.h"
#include "sampling/token_logprobs.h"

namespace alcove::sampling {
namespace {

using Probabilities = std::vector<double>;
using Tokens = std::vector<std::int32_t>;

SamplingOptions plain() {
  SamplingOptions options;
  options.temperature = 1;
  options.topK = 0;
  options.topP = 1;
  options.minP = 0;
  options.seed = 1;
  return options;
}

std::vector<float> randomLogits(std::size_t count, unsigned seed, float spread = 1.5f) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, spread);
  std::vector<float> logits(count);
  for (float& logit : logits) logit = normal(random);
  return logits;
}

Probabilities softmax(const std::vector<float>& logits) {
  double total = 0;
  for (const float x : logits) total += std::exp(double(x));
  Probabilities p;
  for (const float x : logits) p.push_back(std::exp(double(x)) / total);
  return p;
}

Probabilities only(const Probabilities& p, const std::function<bool(std::size_t)>& kept) {
  Probabilities rest(p.size(), 0.0);
  double total = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (kept(i)) total += rest[i] = p[i];
  for (double& x : rest) x /= total;
  return rest;
}

// Draws 20,000 tokens, each with a fresh seed, and holds their counts to `expected`. The bound is
// five standard deviations of the statistic above its mean.
void expectDraws(const SamplingOptions& base, const std::vector<float>& logits,
                 const Probabilities& expected, const Tokens& history = {},
                 const Tokens& breakers = {}) {
  constexpr int kDraws = 20'000;
  std::vector<int> counts(logits.size(), 0);
  for (int i = 0; i < kDraws; ++i) {
    SamplingOptions options = base;
    options.seed = std::uint64_t(i) * 7919 + 1;
    std::vector<float> copy = logits;
    Sampler sampler(options, breakers);
    ++counts[std::size_t(sampler.draw(copy, history))];
  }
  double statistic = 0;
  int cells = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double wanted = expected[i] * kDraws;
    if (wanted == 0) {
      EXPECT_EQ(counts[i], 0) << "token " << i << " was to be left out";
      continue;
    }
    statistic += (counts[i] - wanted) * (counts[i] - wanted) / wanted;
    ++cells;
  }
  const double freedom = std::max(cells - 1, 1);
  EXPECT_LT(statistic, freedom + 5 * std::sqrt(2 * freedom) + 5);
}

TEST(TypicalP, KeepsTheMostTypical) {
  for (const float mass : {0.2f, 0.5f, 0.9f}) {
    const std::vector<float> logits = randomLogits(20, 4);
    const Probabilities p = softmax(logits);
    double entropy = 0;
    for (const double x : p) entropy -= x * std::log(x);
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, {},
                      [&](std::size_t i) { return std::abs(-std::log(p[i]) - entropy); });
    std::vector<bool> kept(p.size(), false);
    double sum = 0;
    for (std::size_t i = 0; i < order.size() && sum < double(mass); sum += p[order[i++]])
      kept[order[i]] = true;
    SamplingOptions options = plain();
    options.typicalP = mass;
    expectDraws(options, logits, only(p, [&](std::size_t i) { return kept[i]; }));
  }
}

TEST(Xtc, LeavesTopTokensOutAsOftenAsItShould) {
  const std::vector<float> logits = {2.0f, 1.9f, 1.5f, 0.0f, -1.0f};
  const Probabilities p = softmax(logits);
  SamplingOptions options = plain();
  options.xtcThreshold = 0.15f;
  ASSERT_GT(p[2], 0.15);
  ASSERT_LT(p[3], 0.15);
  const Probabilities without = only(p, [](std::size_t i) { return i >= 2; });
  options.xtcProbability = 1.0f;
  expectDraws(options, logits, without);
  options.xtcProbability = 0.3f;
  Probabilities mixed(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) mixed[i] = 0.7 * p[i] + 0.3 * without[i];
  expectDraws(options, logits, mixed);
  options.xtcThreshold = 0.36f;  // one token reaches it at most: nothing to leave out
  options.xtcProbability = 1.0f;
  expectDraws(options, logits, p);
}

TEST(LogitBias, IsAddedToTheLogits) {
  std::vector<float> logits = randomLogits(8, 9);
  SamplingOptions options = plain();
  options.logitBias = {{2, 1.5f}, {5, -100.0f}, {1000, 3.0f}};
  std::vector<float> biased = logits;
  biased[2] += 1.5f;
  biased[5] -= 100.0f;
  expectDraws(options, logits, only(softmax(biased), [](std::size_t i) { return i != 5; }));
  options.temperature = 0;
  options.logitBias = {{7, 100.0f}};
  EXPECT_EQ(Sampler(options).draw(logits, {}), 7);
}

// What dry takes from each logit, by its definition: for every earlier place where the last tokens
// already stood, as many of them as agree, without reaching over a breaker.
std::map<std::int32_t, double> dryPenalties(const Tokens& history, const Tokens& breakers,
                                            const SamplingOptions& options) {
  const auto breaks = [&](std::int32_t id) {
    return std::ranges::find(breakers, id) != breakers.end();
  };
  std::map<std::int32_t, double> penalties;
  const int count = int(history.size());
  const int first = options.dryWindow > 0 ? std::max(0, count - options.dryWindow) : 0;
  for (int end = first; end + 1 < count; ++end) {
    int length = 0;
    while (end - length >= first &&
           history[std::size_t(end - length)] == history[std::size_t(count - 1 - length)] &&
           !breaks(history[std::size_t(count - 1 - length)]))
      ++length;
    const std::int32_t next = history[std::size_t(end + 1)];
    if (length < options.dryAllowedLength || breaks(next)) continue;
    const double penalty = double(options.dryMultiplier) *
                           std::pow(double(options.dryBase), length - options.dryAllowedLength);
    penalties[next] = std::max(penalties[next], penalty);
  }
  return penalties;
}

TEST(Dry, PenalisesWhatWouldGoOnRepeating) {
  std::mt19937 random(5);
  int penalised = 0;
  for (int round = 0; round < 400; ++round) {
    SamplingOptions options = plain();
    options.temperature = 0;
    options.dryMultiplier = 0.8f;
    options.dryAllowedLength = 1 + int(random() % 3);
    options.dryWindow = round % 3 == 0 ? 20 : -1;
    Tokens history(random() % 60);
    for (std::int32_t& token : history) token = std::int32_t(random() % 4);
    const Tokens breakers = round % 2 == 0 ? Tokens{} : Tokens{3};
    const std::vector<float> logits = randomLogits(4, unsigned(round), 2.0f);
    std::vector<float> expected = logits;
    for (const auto& [id, penalty] : dryPenalties(history, breakers, options)) {
      expected[std::size_t(id)] -= float(penalty);
      ++penalised;
    }
    std::vector<float> changed = logits;
    Sampler sampler(options, breakers);
    (void)sampler.draw(changed, history);
    for (std::size_t i = 0; i < logits.size(); ++i)
      ASSERT_NEAR(changed[i], expected[i], 1e-4 * std::abs(expected[i]) + 1e-4)
          << "round " << round;
  }
  EXPECT_GT(penalised, 300);
}

TEST(Dry, ChangesWhatIsDrawn) {
  SamplingOptions options = plain();
  options.dryMultiplier = 1.0f;
  options.dryBase = 2.0f;
  const std::vector<float> logits = {1.0f, 1.0f, 1.0f};
  // 0 1 came twice, and 2 followed once: a length of 2 takes 1 from it.
  const Tokens history = {0, 1, 2, 0, 1};
  expectDraws(options, logits, softmax({1.0f, 1.0f, 0.0f}), history);
}

TEST(Mirostat2, LeavesOutWhatIsTooSurprisingAndAdapts) {
  SamplingOptions options = plain();
  options.mirostat = 2;
  options.mirostatTau = 2.0f;
  options.mirostatEta = 0.2f;
  options.topK = 1;  // has no say beside mirostat
  double bound = 2 * double(options.mirostatTau);
  Sampler sampler(options);
  double total = 0;
  constexpr int kDraws = 3'000;
  for (int i = 0; i < kDraws; ++i) {
    std::vector<float> logits = randomLogits(200, unsigned(i), 2.5f);
    const Probabilities p = softmax(logits);
    const double least = -std::log2(*std::ranges::max_element(p));
    const auto id = std::size_t(sampler.draw(logits, {}));
    const double surprise = -std::log2(p[id]);
    EXPECT_LE(surprise, std::max(bound, least) + 1e-4) << "draw " << i;
    bound = std::max(bound - double(options.mirostatEta) * (surprise - 2.0), 0.0);
    total += surprise;
  }
  EXPECT_NEAR(total / kDraws, 2.0, 0.02);
}

TEST(Mirostat2, FirstDrawFollowsTheTruncatedDistribution) {
  const std::vector<float> logits = randomLogits(30, 21, 2.0f);
  const Probabilities p = softmax(logits);
  SamplingOptions options = plain();
  options.mirostat = 2;
  options.mirostatTau = 1.5f;
  expectDraws(options, logits, only(p, [&](std::size_t i) { return -std::log2(p[i]) <= 3.0; }));
}

TEST(SamplingOptions, RefuseNumbersOutOfTheirRanges) {
  const std::vector<std::function<void(SamplingOptions&)>> wrong = {
      [](auto& o) { o.typicalP = -0.1f; },
      [](auto& o) { o.typicalP = NAN; },
      [](auto& o) { o.xtcProbability = 1.1f; },
      [](auto& o) { o.xtcThreshold = -1.0f; },
      [](auto& o) { o.dryMultiplier = -1.0f; },
      [](auto& o) { o.dryBase = 0.5f; },
      [](auto& o) { o.dryAllowedLength = 0; },
      [](auto& o) { o.dryWindow = -2; },
      [](auto& o) { o.mirostat = 1; },
      [](auto& o) { o.mirostatTau = -1.0f; },
      [](auto& o) { o.mirostatEta = INFINITY; },
      [](auto& o) {
        o.logitBias = {{1, 100.5f}};
      },
      [](auto& o) {
        o.logitBias = {{-1, 1.0f}};
      },
  };
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    SamplingOptions options = plain();
    wrong[i](options);
    EXPECT_THROW(Sampler{options}, Error) << i;
  }
}

TEST(Distribution, TellsTheModelsOwnProbabilities) {
  std::vector<float> logits = randomLogits(100, 3, 4.0f);
  const Probabilities p = softmax(logits);
  const Distribution distribution(logits, 5);
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, std::greater(), [&](std::size_t i) { return p[i]; });
  std::ranges::fill(logits, 0.0f);  // what comes later changes nothing
  for (const std::int32_t id : {0, 42, 99}) {
    const TokenLogprobs found = distribution.logprobsOf(id);
    EXPECT_EQ(found.chosen.id, id);
    EXPECT_NEAR(found.chosen.logprob, std::log(p[std::size_t(id)]), 1e-4);
    ASSERT_EQ(found.top.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(found.top[i].id, std::int32_t(order[i]));
      EXPECT_NEAR(found.top[i].logprob, std::log(p[order[i]]), 1e-4);
    }
  }
  EXPECT_TRUE(Distribution(logits, 0).logprobsOf(1).top.empty());
}

}  // namespace
}  // namespace alcove::sampling
