// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/scheduler.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/runtime/scheduler_fixture.h"

namespace alcove::runtime {
namespace {

TEST_F(SchedulerTest, LongPromptIsComputedInSlicesAndAnsweredExactly) {
  build({.contextTokens = 256, .batchTokens = 48, .promptSlice = 16}, 65);
  const auto prompt = randomPrompt(100, 1);
  const auto id = add(request(prompt, 20));
  runAll();
  EXPECT_EQ(m_outcomes[id].tokens, foretell(prompt, 20));
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Length);
  EXPECT_EQ(m_outcomes[id].last.stats.completionTokens, 20u);
  ASSERT_EQ(m_model.steps.size(), 3u + 19u);
  EXPECT_EQ(m_model.steps[0].tokens, 48u);
  EXPECT_EQ(m_model.steps[2].tokens, 4u);
}

TEST_F(SchedulerTest, RunningAnswersGetTheirTokenInEveryStepWhileAPromptIsComputed) {
  build({.contextTokens = 256, .batchTokens = 64, .promptSlice = 8}, 130);
  const auto first = add(request(randomPrompt(5, 1), 60));
  m_scheduler->step();
  const auto prompt = randomPrompt(80, 2);
  const auto second = add(request(prompt, 4));
  const std::size_t before = m_model.steps.size();
  for (int i = 0; i < 10; ++i) m_scheduler->step();
  for (std::size_t i = before; i < before + 10; ++i)
    EXPECT_THAT(m_model.steps[i].counts, testing::ElementsAre(1, 8));
  EXPECT_EQ(m_outcomes[first].tokens.size(), 11u);
  runAll();
  EXPECT_EQ(m_outcomes[first].tokens, foretell(randomPrompt(5, 1), 60));
  EXPECT_EQ(m_outcomes[second].tokens, foretell(prompt, 4));
}

TEST_F(SchedulerTest, OutOfBlocksTheYoungestWaitsAndNobodyFails) {
  // Room for one context of 64 tokens; ten requests of up to 60 want it.
  build({.contextTokens = 64, .batchTokens = 40, .promptSlice = 8}, 17);
  std::size_t useful = 0;
  std::vector<std::vector<TokenId>> prompts;
  for (unsigned i = 0; i < 10; ++i) {
    prompts.push_back(randomPrompt(3 + 4 * i, i));
    useful += prompts.back().size() + 20;
    add(request(prompts.back(), 20));
  }
  runAll();
  std::size_t computed = 0;
  for (const auto& step : m_model.steps) computed += step.tokens;
  EXPECT_GT(computed, useful) << "nothing was preempted, so this tested nothing";
  for (std::uint64_t id = 1; id <= 10; ++id) {
    EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Length);
    EXPECT_EQ(m_outcomes[id].lastEvents, 1);
    EXPECT_EQ(m_outcomes[id].tokens, foretell(prompts[id - 1], 20)) << id;
  }
}

TEST_F(SchedulerTest, NextTurnFindsTheHistoryInTheCache) {
  build({.contextTokens = 256}, 65);
  auto history = randomPrompt(50, 3);
  const auto first = add(request(history, 10));
  runAll();
  EXPECT_EQ(m_outcomes[first].last.stats.cachedPromptTokens, 0u);
  history.insert(history.end(), m_outcomes[first].tokens.begin(), m_outcomes[first].tokens.end());
  const auto more = randomPrompt(7, 4);
  history.insert(history.end(), more.begin(), more.end());
  m_model.steps.clear();
  const auto second = add(request(history, 5));
  runAll();
  // 59 of the first turn's 60 tokens were computed: 14 whole blocks of 4, and a part of one more.
  EXPECT_EQ(m_outcomes[second].last.stats.cachedPromptTokens, 59u);
  EXPECT_EQ(m_model.steps[0].tokens, 67u - 59u);
  EXPECT_EQ(m_outcomes[second].tokens, foretell(history, 5));
}

TEST_F(SchedulerTest, GrowingPastTheModelsSwitchComputesTheSequenceAnew) {
  m_model.switchLength = 24;
  build({.contextTokens = 64, .batchTokens = 40, .promptSlice = 8}, 40);
  const auto prompt = randomPrompt(20, 1);
  const auto growing = add(request(prompt, 30));
  runAll();
  EXPECT_EQ(m_outcomes[growing].tokens, foretell(prompt, 30, 24));
  // Each finds the blocks of its own side in the cache, and none of the other's.
  auto longer = prompt;
  longer.insert(longer.end(), m_outcomes[growing].tokens.begin(), m_outcomes[growing].tokens.end());
  const auto ofLong = add(request(longer, 3)), ofShort = add(request(prompt, 3));
  runAll();
  EXPECT_EQ(m_outcomes[ofLong].tokens, foretell(longer, 3, 24));
  EXPECT_EQ(m_outcomes[ofShort].tokens, foretell(prompt, 3, 24));
  EXPECT_EQ(m_outcomes[ofLong].last.stats.cachedPromptTokens, 49u);
  EXPECT_EQ(m_outcomes[ofShort].last.stats.cachedPromptTokens, 19u);
}

TEST_F(SchedulerTest, AFailureEndsOnlyTheRequestThatCausedIt) {
  build({.contextTokens = 128}, 100);
  const auto good = add(request(randomPrompt(9, 1), 10));
  auto poisoned = randomPrompt(9, 2);
  poisoned[4] = kPoisonToken;
  const auto bad = add(request(poisoned, 10));
  const auto late = add(request(randomPrompt(9, 3), 10));
  runAll();
  EXPECT_EQ(m_outcomes[bad].last.reason, FinishReason::Failed);
  EXPECT_THAT(m_outcomes[bad].last.failure, testing::HasSubstr("cannot be computed"));
  EXPECT_EQ(m_outcomes[good].tokens, foretell(randomPrompt(9, 1), 10));
  EXPECT_EQ(m_outcomes[late].tokens, foretell(randomPrompt(9, 3), 10));
}

TEST_F(SchedulerTest, AFailureOfTheDeviceEndsNobodyAndAnotherSchedulerGoesOn) {
  build({.contextTokens = 128}, 100);
  const auto first = add(request(randomPrompt(40, 1), 20));
  const auto second = add(request(randomPrompt(9, 2), 20));
  for (int steps = 0; steps < 6; ++steps) m_scheduler->step();
  const auto third = add(request(randomPrompt(9, 3), 20));
  m_model.failNext(ErrorCode::Device, 1);
  EXPECT_THROW(m_scheduler->step(), Error);

  auto requests = m_scheduler->takeAll();
  EXPECT_TRUE(m_scheduler->idle());
  EXPECT_EQ(m_pool->held(), 0u);
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_GE(m_outcomes[first].tokens.size(), 3u);

  m_scheduler.reset();
  build({.contextTokens = 128}, 100);
  for (auto& one : requests) m_scheduler->add(std::move(one));
  runAll();
  EXPECT_EQ(m_outcomes[first].tokens, foretell(randomPrompt(40, 1), 20));
  EXPECT_EQ(m_outcomes[second].tokens, foretell(randomPrompt(9, 2), 20));
  EXPECT_EQ(m_outcomes[third].tokens, foretell(randomPrompt(9, 3), 20));
}

// Less memory may do for each alone; only where it does not, more is to be had elsewhere.
TEST_F(SchedulerTest, TooLittleMemoryIsThrownOnlyWhereThereIsMoreElsewhere) {
  for (const bool elsewhere : {false, true}) {
    build({.contextTokens = 128, .memoryElsewhere = elsewhere}, 100);
    const auto first = add(request(randomPrompt(9, 1), 4));
    const auto second = add(request(randomPrompt(9, 2), 4));
    m_model.failNext(ErrorCode::OutOfMemory, 1);
    m_scheduler->step();
    EXPECT_EQ(m_outcomes[first].tokens.size(), 1u);
    EXPECT_EQ(m_outcomes[second].tokens.size(), 1u);
    m_model.failNext(ErrorCode::OutOfMemory, 2);
    if (elsewhere)
      EXPECT_THROW(m_scheduler->step(), Error);
    else
      m_scheduler->step();
    EXPECT_EQ(m_outcomes[first].lastEvents, elsewhere ? 0 : 1);
    runAll();
    EXPECT_EQ(m_outcomes[second].tokens, foretell(randomPrompt(9, 2), 4));
    m_scheduler.reset();
  }
}

TEST_F(SchedulerTest, NoUsableNumberIsAFailureThatSaysSo) {
  build({.contextTokens = 128}, 100);
  m_model.numbers = false;
  const auto id = add(request(randomPrompt(9, 1), 10));
  runAll();
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Failed);
  EXPECT_THAT(m_outcomes[id].last.failure, testing::HasSubstr("no usable number"));
}

TEST_F(SchedulerTest, EndTokenStopsUnlessItIsIgnored) {
  build({.contextTokens = 1000}, 600);
  const auto prompt = randomPrompt(12, 8);
  const auto expected = foretell(prompt, 900);
  const auto end = std::find(expected.begin(), expected.end(), kEndToken);
  ASSERT_NE(end, expected.end());
  auto stopping = request(prompt, -1);
  stopping.ignoreEnd = false;
  const auto id = add(std::move(stopping));
  runAll();
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Stop);
  EXPECT_EQ(m_outcomes[id].tokens, std::vector<TokenId>(expected.begin(), end + 1));
  EXPECT_EQ(m_outcomes[id].text.size(), std::size_t(end - expected.begin()));
}

TEST_F(SchedulerTest, StopPolicyEndsAtTheContextAndRefusesWhatCanNeverFit) {
  build({.contextTokens = 64}, 17);
  const auto id = add(request(randomPrompt(40, 1), -1));
  runAll();
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::ContextFull);
  EXPECT_EQ(m_outcomes[id].tokens.size(), 24u);
  EXPECT_EQ(m_outcomes[id].last.stats.droppedTokens, 0u);
  try {
    add(request(randomPrompt(64, 1), -1));
    FAIL() << "a prompt as long as the context was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::LimitExceeded);
    EXPECT_THAT(error.sentence(), testing::HasSubstr("64"));
  }
}

TEST_F(SchedulerTest, SlidePolicyDropsTheOldestAfterTheKeptHeadAndSaysHowMany) {
  build({.contextTokens = 64}, 17);
  const auto prompt = randomPrompt(40, 5);
  auto sliding = request(prompt, 100);
  sliding.contextPolicy = ContextPolicy::Slide;
  sliding.keepTokens = 6;
  const auto id = add(std::move(sliding));
  runAll();

  std::vector<TokenId> tokens = prompt;
  std::vector<TokenId> expected;
  std::uint32_t dropped = 0;
  while (expected.size() < 100) {
    expected.push_back(chainNext(tokens));
    tokens.push_back(expected.back());
    if (tokens.size() < 64) continue;
    tokens.erase(tokens.begin() + 6, tokens.begin() + 6 + 29);
    dropped += 29;
  }
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Length);
  EXPECT_EQ(m_outcomes[id].last.stats.droppedTokens, dropped);
  EXPECT_GT(dropped, 58u);
  EXPECT_EQ(m_outcomes[id].tokens, expected);
}

TEST_F(SchedulerTest, LongPromptsAreCutAsThePolicySays) {
  build({.contextTokens = 64}, 17);
  const auto prompt = randomPrompt(200, 6);
  auto middle = request(prompt, 5);
  middle.contextPolicy = ContextPolicy::MiddleOut;
  middle.keepTokens = 10;
  const auto middleId = add(middle);
  auto slide = request(prompt, 5);
  slide.contextPolicy = ContextPolicy::Slide;
  const auto slideId = add(slide);
  auto halves = request(prompt, -1);
  halves.contextPolicy = ContextPolicy::MiddleOut;
  fitPrompt(halves, 64);
  runAll();

  std::vector<TokenId> cut(prompt.begin(), prompt.begin() + 10);
  cut.insert(cut.end(), prompt.end() - 49, prompt.end());  // 64 - 5 tokens stay
  EXPECT_EQ(m_outcomes[middleId].tokens, foretell(cut, 5));
  EXPECT_EQ(m_outcomes[middleId].last.stats.droppedTokens, 141u);
  EXPECT_EQ(m_outcomes[slideId].tokens, foretell({prompt.end() - 59, prompt.end()}, 5));

  ASSERT_EQ(halves.prompt.size(), 48u);
  EXPECT_TRUE(std::equal(prompt.begin(), prompt.begin() + 24, halves.prompt.begin()));
  EXPECT_TRUE(std::equal(prompt.end() - 24, prompt.end(), halves.prompt.begin() + 24));
  slide.keepTokens = 63;
  EXPECT_THROW(fitPrompt(slide, 64), Error);
}

TEST_F(SchedulerTest, CancelEndsRunningAndWaitingRequestsAndFreesTheirBlocks) {
  build({.contextTokens = 64, .runningRequests = 1}, 17);
  const auto running = add(request(randomPrompt(5, 1), 50));
  const auto waiting = add(request(randomPrompt(5, 2), 50));
  const auto refused = add(request(randomPrompt(5, 3), 50), [](const GenerationEvent& event) {
    return event.stats.completionTokens > 0 || event.token < 0;
  });
  const auto thrown = add(request(randomPrompt(5, 4), 50), [](const GenerationEvent&) -> bool {
    throw std::runtime_error("the window is gone");
  });
  m_scheduler->step();
  m_scheduler->cancel(waiting);
  m_scheduler->cancel(running);
  m_scheduler->cancel(12345);
  EXPECT_EQ(m_outcomes[running].last.reason, FinishReason::Cancelled);
  EXPECT_EQ(m_outcomes[waiting].last.reason, FinishReason::Cancelled);
  runAll();
  EXPECT_EQ(m_outcomes[refused].last.reason, FinishReason::Cancelled);
  EXPECT_EQ(m_outcomes[refused].tokens.size(), 1u);
  EXPECT_EQ(m_outcomes[thrown].tokens.size(), 1u);
  add(request(randomPrompt(5, 1), 50));
  m_scheduler->cancelAll();
  EXPECT_TRUE(m_scheduler->idle());
}

TEST_F(SchedulerTest, StopStringIsNeverHandedOut) {
  build({.contextTokens = 256}, 65);
  const auto prompt = randomPrompt(12, 1);
  const std::string text = m_tokenizer.decode(foretell(prompt, 40));
  const std::string stop = text.substr(20, 3);
  ASSERT_EQ(text.find(stop), 20u);
  auto stopping = request(prompt, 40);
  stopping.stop = {"nowhere to be found", stop};
  const auto id = add(std::move(stopping));
  runAll();
  EXPECT_EQ(m_outcomes[id].text, text.substr(0, 20));
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Stop);
  EXPECT_EQ(m_outcomes[id].last.stopString, stop);
  EXPECT_LT(m_outcomes[id].tokens.size(), 40u);
}

TEST_F(SchedulerTest, EvaluationTakesASequenceOfItsOwnWhileOthersWait) {
  build({.contextTokens = 64, .batchTokens = 40}, 17);
  const auto id = add(request(randomPrompt(20, 1), 30));
  m_scheduler->step();
  const auto tokens = randomPrompt(64, 2);
  const std::vector<float> logits = m_scheduler->evaluate(tokens, 50);
  ASSERT_EQ(logits.size(), 50u * kVocabulary);
  for (std::size_t i = 0; i < 50; ++i) {
    const float* row = logits.data() + i * kVocabulary;
    const auto best = TokenId(std::max_element(row, row + kVocabulary) - row);
    EXPECT_EQ(best, chainNext(std::span(tokens).first(15 + i)));
  }
  runAll();
  EXPECT_EQ(m_outcomes[id].tokens, foretell(randomPrompt(20, 1), 30));
}

TEST_F(SchedulerTest, RandomTrafficAgreesWithTheForetoldAnswers) {
  build({.contextTokens = 96, .batchTokens = 64, .promptSlice = 16, .runningRequests = 8}, 40);
  std::mt19937 random(99);
  std::map<std::uint64_t, std::pair<std::vector<TokenId>, int>> asked;
  std::vector<std::uint64_t> cancelled;
  for (int i = 0; i < 3000; ++i) {
    if (random() % 6 == 0) {
      // Few seeds, so that prompts share their beginnings.
      auto prompt = randomPrompt(1 + random() % 60, random() % 4);
      const int count = 1 + int(random() % 30);
      asked[add(request(prompt, count))] = {prompt, count};
    }
    if (random() % 40 == 0 && !asked.empty()) {
      cancelled.push_back(1 + random() % asked.size());
      m_scheduler->cancel(cancelled.back());
    }
    if (!m_scheduler->idle()) m_scheduler->step();
    ASSERT_LE(m_model.steps.empty() ? 0 : m_model.steps.back().tokens, 64u);
  }
  runAll();
  EXPECT_GT(asked.size(), 300u);
  for (const auto& [id, what] : asked) {
    const auto& [prompt, count] = what;
    const Outcome& outcome = m_outcomes[id];
    ASSERT_EQ(outcome.lastEvents, 1);
    const auto expected = foretell(prompt, outcome.tokens.size());
    ASSERT_EQ(outcome.tokens, expected) << id;
    if (std::ranges::find(cancelled, id) != cancelled.end()) continue;
    const bool whole =
        outcome.last.reason == FinishReason::Length && outcome.tokens.size() == std::size_t(count);
    ASSERT_TRUE(whole || outcome.last.reason == FinishReason::ContextFull);
  }
}

}  // namespace
}  // namespace alcove::runtime
