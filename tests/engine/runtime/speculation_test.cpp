// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Answers that are drafted ahead are the same answers: whatever a request asks for, and wherever in
// a draft it ends.

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "engine/runtime/scheduler_fixture.h"
#include "engine/runtime/scripted_cost.h"

namespace alcove::runtime {
namespace {

// Forbids the token before last, throws if a forbidden one is accepted, and ends after `length`.
class NoReturn final : public sampling::Constraint {
 public:
  explicit NoReturn(std::size_t length) : m_length(length) {}
  void mask(std::span<float> logits) override {
    if (m_tokens.size() > 1) logits[std::size_t(forbidden())] = -INFINITY;
  }
  void accept(std::int32_t token) override {
    if (m_tokens.size() > 1 && token == forbidden())
      throw Error(ErrorCode::InvalidArgument, "That token is not allowed here.");
    m_tokens.push_back(token);
  }
  bool complete() const override { return true; }
  bool finished() const override { return m_tokens.size() >= m_length; }
  std::unique_ptr<Constraint> clone() const override { return std::make_unique<NoReturn>(*this); }

 private:
  std::int32_t forbidden() const { return m_tokens[m_tokens.size() - 2]; }

  std::size_t m_length;
  std::vector<std::int32_t> m_tokens;
};

std::vector<TokenId> foretellForgetful(std::vector<TokenId> tokens, std::size_t count) {
  std::vector<TokenId> answer;
  while (answer.size() < count) {
    answer.push_back(forgetfulNext(tokens));
    tokens.push_back(answer.back());
  }
  return answer;
}

class SpeculationTest : public SchedulerTest {
 protected:
  SpeculationTest() { m_model.forgetful = true; }

  void buildDrafting(SchedulerLimits limits, std::uint32_t blocks) {
    build(limits, blocks, {&m_cost, nullptr, 8, limits.batchTokens});
  }

  // With some draws that are not the most probable token.
  static GenerationRequest heated(std::vector<TokenId> prompt, int maxTokens) {
    GenerationRequest sampled = request(std::move(prompt), maxTokens);
    sampled.sampling.temperature = 2;
    sampled.sampling.topP = 1;
    sampled.sampling.minP = 0;
    return sampled;
  }

  // What `request` gives without drafts and with them.
  struct Pair {
    Outcome plain, drafted;
    std::vector<sampling::TokenLogprobs> plainLogprobs, draftedLogprobs;
  };
  Pair runBoth(const std::function<GenerationRequest()>& make) {
    Pair pair;
    const auto run = [&](bool drafts, std::vector<sampling::TokenLogprobs>& logprobs) {
      build({.contextTokens = 128}, 60, {drafts ? &m_cost : nullptr});
      const auto id = add(make(), [&](const GenerationEvent& event) {
        if (event.logprobs) logprobs.push_back(*event.logprobs);
        return true;
      });
      runAll();
      return m_outcomes[id];
    };
    pair.plain = run(false, pair.plainLogprobs);
    pair.drafted = run(true, pair.draftedLogprobs);
    EXPECT_EQ(pair.plain.tokens, pair.drafted.tokens);
    EXPECT_EQ(pair.plain.text, pair.drafted.text);
    EXPECT_EQ(pair.plain.last.text, pair.drafted.last.text);
    EXPECT_EQ(pair.plain.last.reason, pair.drafted.last.reason);
    EXPECT_EQ(pair.plain.last.stopString, pair.drafted.last.stopString);
    EXPECT_EQ(pair.plain.last.stats.draftedTokens, 0u);
    EXPECT_EQ(pair.drafted.lastEvents, 1);
    m_drafted += pair.drafted.last.stats.draftedTokens;
    m_accepted += pair.drafted.last.stats.acceptedTokens;
    return pair;
  }

  ScriptedCost m_cost = eagerCost();
  std::uint32_t m_drafted = 0, m_accepted = 0;  // by runBoth()
};

TEST_F(SpeculationTest, DraftsWidenNoStepBeyondWhatIsRoundedAsOneToken) {
  for (const std::uint32_t narrow : {4u, 7u}) {
    m_model.narrow = narrow;
    m_model.steps.clear();
    build({.contextTokens = 256}, 65, {&m_cost});
    const auto prompt = randomPrompt(20, 1);
    const auto id = add(request(prompt, 100));
    runAll();
    EXPECT_EQ(m_outcomes[id].tokens, foretellForgetful(prompt, 100));
    std::size_t widest = 0;
    for (std::size_t i = 1; i < m_model.steps.size(); ++i)
      widest = std::max(widest, m_model.steps[i].tokens);
    EXPECT_EQ(widest, narrow);
  }
}

TEST_F(SpeculationTest, WhatRepeatsItselfTakesFewSteps) {
  buildDrafting({.contextTokens = 256}, 65);
  const auto prompt = randomPrompt(20, 1);
  const auto id = add(request(prompt, 100));
  runAll();
  EXPECT_EQ(m_outcomes[id].tokens, foretellForgetful(prompt, 100));
  EXPECT_LT(m_model.steps.size(), 45u);
  const GenerationStats& stats = m_outcomes[id].last.stats;
  EXPECT_EQ(stats.completionTokens, 100u);
  EXPECT_EQ(stats.acceptedTokens, 100u - m_model.steps.size());
  EXPECT_LE(stats.acceptedTokens, stats.draftedTokens);
  EXPECT_EQ(m_scheduler->counts().draftedTokens, stats.draftedTokens);
  EXPECT_EQ(m_scheduler->counts().acceptedTokens, stats.acceptedTokens);
}

TEST_F(SpeculationTest, RequestsMayDoWithout) {
  buildDrafting({.contextTokens = 256}, 65);
  auto plain = request(randomPrompt(20, 1), 50);
  plain.speculation = Speculation::Off;
  add(std::move(plain));
  runAll();
  EXPECT_EQ(m_model.steps.size(), 50u);
  EXPECT_EQ(m_scheduler->counts().draftedTokens, 0u);
}

TEST_F(SpeculationTest, DraftsThatCostTooMuchAreNotMade) {
  const ScriptedCost dear([](std::uint32_t tokens) { return double(tokens); });
  auto cost = dear;
  build({.contextTokens = 256}, 65, {&cost});
  add(request(randomPrompt(20, 1), 100));
  runAll();
  EXPECT_LT(m_scheduler->counts().draftedTokens, 15u);  // a trial now and then
  EXPECT_EQ(cost.steps.size(), m_model.steps.size() - 1) << "prompts are not what it counts";
}

TEST_F(SpeculationTest, AnEndInsideADraftIsTheSameEnd) {
  for (int tokens = 20; tokens < 40; ++tokens)
    runBoth([&] { return request(randomPrompt(9, 2), tokens); });
  const std::string text = m_tokenizer.decode(foretellForgetful(randomPrompt(9, 2), 60));
  for (std::size_t from = 20; from < 30; ++from) {
    const Pair pair = runBoth([&] {
      auto stopping = request(randomPrompt(9, 2), 60);
      stopping.stop = {text.substr(0, from)};
      return stopping;
    });
    EXPECT_EQ(pair.drafted.last.stopString, text.substr(0, from));
  }
  EXPECT_GT(m_accepted, 200u);
}

TEST_F(SpeculationTest, SamplesAreTheVerySame) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    runBoth([&] {
      auto sampled = heated(randomPrompt(9, 3), 110);
      sampled.sampling.seed = seed;
      if (seed % 5 == 0) sampled.sampling.mirostat = 2;
      if (seed % 5 == 1) sampled.sampling.xtcProbability = 0.2f;
      if (seed % 5 == 2) sampled.sampling.dryMultiplier = 0.1f;
      if (seed % 5 == 3) sampled.sampling.repetitionPenalty = 1.05f;
      return sampled;
    });
  }
  EXPECT_GT(m_accepted, 300u);
  EXPECT_GT(m_drafted, m_accepted + 300u) << "little was rolled back";
}

TEST_F(SpeculationTest, ConstraintsAndLogprobsGoTokenByToken) {
  for (std::size_t length = 30; length < 40; ++length) {
    const Pair pair = runBoth([&] {
      auto constrained = request(randomPrompt(9, 4), 100);
      constrained.constraint = std::make_shared<NoReturn>(length);
      constrained.logprobs = 3;
      return constrained;
    });
    EXPECT_EQ(pair.drafted.tokens.size(), length);
    ASSERT_EQ(pair.draftedLogprobs.size(), length);
    for (std::size_t i = 0; i < length; ++i) {
      EXPECT_EQ(pair.plainLogprobs[i].chosen.id, pair.draftedLogprobs[i].chosen.id);
      EXPECT_EQ(pair.plainLogprobs[i].chosen.logprob, pair.draftedLogprobs[i].chosen.logprob);
    }
  }
}

TEST_F(SpeculationTest, DraftsEndWhereTheContextDoes) {
  for (const ContextPolicy policy : {ContextPolicy::Stop, ContextPolicy::Slide})
    for (std::size_t length = 60; length < 70; ++length)
      runBoth([&] {
        auto full = request(randomPrompt(length, 5), policy == ContextPolicy::Stop ? -1 : 200);
        full.contextPolicy = policy;
        full.keepTokens = 7;
        return full;
      });
}

TEST_F(SpeculationTest, DraftsDoNotMakeAStepAsWideAsAPrompt) {
  build({.contextTokens = 128, .runningRequests = 20}, 700, {&m_cost});
  std::vector<std::uint64_t> few, many;
  for (unsigned seed = 0; seed < 4; ++seed) few.push_back(add(request(randomPrompt(9, seed), 100)));
  runAll();
  const auto widest = [&] {  // behind the prompts
    std::size_t tokens = 0;
    for (std::size_t i = 2; i < m_model.steps.size(); ++i)
      tokens = std::max(tokens, m_model.steps[i].tokens);
    return tokens;
  };
  EXPECT_EQ(widest(), 15u);
  m_model.steps.clear();
  for (unsigned seed = 0; seed < 18; ++seed)
    many.push_back(add(request(randomPrompt(9, seed), 100)));
  runAll();
  EXPECT_GT(widest(), 40u) << "these are wide anyhow";
  for (std::size_t i = 0; i < few.size(); ++i)
    EXPECT_EQ(m_outcomes[few[i]].tokens, m_outcomes[many[i]].tokens);
}

TEST_F(SpeculationTest, DraftsDoNotCrossTheModelsSwitch) {
  m_model.forgetful = false;
  m_model.switchLength = 40;
  buildDrafting({.contextTokens = 96}, 60);
  // A prompt that ends as it begins, and that the cache knows, is followed by a draft at once.
  for (unsigned length = 30; length < 40; ++length) {
    auto prompt = randomPrompt(length, length);
    std::copy_n(prompt.begin(), 7, prompt.end() - 7);
    add(request(prompt, 1));
    runAll();
    const auto drafted = m_scheduler->counts().draftedTokens;
    const auto id = add(request(prompt, 30));
    m_scheduler->step();
    EXPECT_EQ(m_scheduler->counts().draftedTokens - drafted, std::min(8u, 40 - length));
    runAll();
    EXPECT_EQ(m_outcomes[id].tokens, foretell(prompt, 30, 40));
  }
}

TEST_F(SpeculationTest, WhatIsRolledBackLeavesNoBlock) {
  buildDrafting({.contextTokens = 96, .batchTokens = 64, .promptSlice = 16, .runningRequests = 8},
                40);
  std::mt19937 random(5);
  for (int step = 0; step < 2000; ++step) {
    if (random() % 8 == 0) {
      auto asked = heated(randomPrompt(1 + random() % 60, random() % 4), 1 + int(random() % 40));
      asked.sampling.seed = random();
      add(std::move(asked));
    }
    if (m_scheduler->idle()) continue;
    m_scheduler->step();
    ASSERT_LE(m_model.steps.back().tokens, 64u);
    ASSERT_LT(m_scheduler->emptySlots(), 4u * m_scheduler->counts().running + 1);
  }
  runAll();
  EXPECT_GT(m_scheduler->counts().preemptions, 10u);
  EXPECT_GT(m_scheduler->counts().acceptedTokens, 500u);
}

TEST_F(SpeculationTest, WhatWasWrongIsNotFoundInTheCache) {
  buildDrafting({.contextTokens = 128}, 60);
  auto prompt = randomPrompt(21, 6);
  auto sampled = heated(prompt, 60);
  sampled.sampling.seed = 3;
  const auto first = add(std::move(sampled));
  runAll();
  ASSERT_LT(m_outcomes[first].last.stats.acceptedTokens,
            m_outcomes[first].last.stats.draftedTokens);
  prompt.insert(prompt.end(), m_outcomes[first].tokens.begin(), m_outcomes[first].tokens.end());
  const auto second = add(request(prompt, 20));
  runAll();
  EXPECT_EQ(m_outcomes[second].last.stats.cachedPromptTokens, prompt.size() - 1);
  EXPECT_EQ(m_outcomes[second].tokens, foretellForgetful(prompt, 20));
}

}  // namespace
}  // namespace alcove::runtime
