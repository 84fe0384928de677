// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Who goes first: priorities, turns, ageing, and prompts that begin alike.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/scheduler_fixture.h"

namespace alcove::runtime {
namespace {

class SchedulerOrderTest : public SchedulerTest {
 protected:
  std::uint64_t addWith(Priority priority, std::vector<TokenId> prompt, int maxTokens) {
    GenerationRequest asked = request(std::move(prompt), maxTokens);
    asked.priority = priority;
    return add(std::move(asked));
  }
  // Steps until the request has that many tokens.
  std::size_t stepsUntil(std::uint64_t id, std::size_t tokens) {
    std::size_t steps = 0;
    for (; m_outcomes[id].tokens.size() < tokens && steps < 10000; ++steps) m_scheduler->step();
    return steps;
  }
  std::size_t computed() const {
    std::size_t tokens = 0;
    for (const auto& step : m_model.steps) tokens += step.tokens;
    return tokens;
  }
};

TEST_F(SchedulerOrderTest, PromptsThatBeginAlikeAreComputedOnce) {
  build({.contextTokens = 512, .batchTokens = 64, .promptSlice = 32}, 400);
  const auto prefix = randomPrompt(200, 1);
  std::vector<std::vector<TokenId>> prompts;
  std::size_t own = 0;
  for (unsigned i = 0; i < 8; ++i) {
    prompts.push_back(prefix);
    const auto tail = randomPrompt(5 + i, 10 + i);
    prompts.back().insert(prompts.back().end(), tail.begin(), tail.end());
    own += tail.size();
    add(request(prompts.back(), 6));
  }
  runAll();
  for (std::uint64_t id = 1; id <= 8; ++id)
    EXPECT_EQ(m_outcomes[id].tokens, foretell(prompts[id - 1], 6)) << id;
  // The prefix once, each tail, and all of the answers but the last token. Tails may meet blocks.
  EXPECT_LE(computed(), 200u + own + 8 * 5);
  for (std::uint64_t id = 2; id <= 8; ++id)
    EXPECT_GE(m_outcomes[id].last.stats.cachedPromptTokens, 200u) << id;
}

TEST_F(SchedulerOrderTest, SeveralAnswersToOnePromptComputeItOnce) {
  build({.contextTokens = 256, .batchTokens = 64, .promptSlice = 32}, 400);
  const auto prompt = randomPrompt(101, 3);
  for (int i = 0; i < 4; ++i) add(request(prompt, 5));
  runAll();
  EXPECT_EQ(computed(), 101u + 3 * 1 + 4 * 4);
}

TEST_F(SchedulerOrderTest, AWaitingTwinGoesOnWhenTheOneItWaitsForIsCancelled) {
  build({.contextTokens = 256, .batchTokens = 32, .promptSlice = 16, .runningRequests = 4}, 400);
  const auto prompt = randomPrompt(150, 3);
  const auto first = add(request(prompt, 5)), second = add(request(prompt, 5));
  m_scheduler->step();
  EXPECT_EQ(m_scheduler->counts().waiting, 1u);
  m_scheduler->cancel(first);
  runAll();
  EXPECT_EQ(m_outcomes[second].tokens, foretell(prompt, 5));
  EXPECT_EQ(computed(), 150u + 4);  // what the first one had computed was not computed again
}

TEST_F(SchedulerOrderTest, AShortPromptNeedNotWaitForALongOne) {
  build({.contextTokens = 1000, .batchTokens = 64, .promptSlice = 32, .turnTokens = 128}, 600);
  const auto longPrompt = randomPrompt(900, 1), shortPrompt = randomPrompt(20, 2);
  const auto slow = add(request(longPrompt, 3));
  for (int i = 0; i < 4; ++i) m_scheduler->step();
  const auto quick = add(request(shortPrompt, 3));
  EXPECT_EQ(stepsUntil(quick, 1), 1u);
  EXPECT_TRUE(m_outcomes[slow].tokens.empty());
  runAll();
  EXPECT_EQ(m_outcomes[slow].tokens, foretell(longPrompt, 3));
  EXPECT_EQ(m_outcomes[quick].tokens, foretell(shortPrompt, 3));
}

TEST_F(SchedulerOrderTest, LongPromptsTakeTurns) {
  build({.contextTokens = 1000, .batchTokens = 64, .promptSlice = 32, .turnTokens = 64}, 600);
  const auto a = add(request(randomPrompt(600, 1), 1)), b = add(request(randomPrompt(600, 2), 1));
  const std::size_t first = stepsUntil(a, 1);
  const std::size_t after = stepsUntil(b, 1);
  EXPECT_GE(first, 18u);
  EXPECT_LE(after, 2u);
}

TEST_F(SchedulerOrderTest, NoStreamOfNewPromptsKeepsALongOneFromBeingComputed) {
  build({.contextTokens = 600,
         .batchTokens = 64,
         .promptSlice = 32,
         .turnTokens = 64,
         .agingSteps = 10},
        600);
  const auto prompt = randomPrompt(500, 1);
  const auto slow = add(request(prompt, 2));
  int steps = 0;
  for (; m_outcomes[slow].tokens.size() < 2 && steps < 1000; ++steps) {
    addWith(Priority::Interactive, randomPrompt(64, 100 + unsigned(steps)), 1);
    m_scheduler->step();
  }
  EXPECT_LT(steps, 200);
  runAll();
  EXPECT_EQ(m_outcomes[slow].tokens, foretell(prompt, 2));
}

TEST_F(SchedulerOrderTest, APersonsChatTakesASlotFromBackgroundWorkAndTheWorkGoesOnLater) {
  build({.contextTokens = 128, .batchTokens = 64, .promptSlice = 32, .runningRequests = 2}, 200);
  const auto one = addWith(Priority::Background, randomPrompt(20, 1), 40);
  const auto two = addWith(Priority::Background, randomPrompt(20, 2), 40);
  for (int i = 0; i < 5; ++i) m_scheduler->step();
  const auto chat = addWith(Priority::Interactive, randomPrompt(20, 3), 10);
  EXPECT_EQ(stepsUntil(chat, 10), 10u);
  EXPECT_EQ(m_scheduler->counts().preemptions, 1u);
  EXPECT_LT(m_outcomes[one].tokens.size(), 9u);  // one step out of eight
  runAll();
  EXPECT_EQ(m_outcomes[one].tokens, foretell(randomPrompt(20, 1), 40));
  EXPECT_EQ(m_outcomes[two].tokens, foretell(randomPrompt(20, 2), 40));
}

TEST_F(SchedulerOrderTest, APersonsChatTakesBlocksFromBackgroundWork) {
  build({.contextTokens = 128, .batchTokens = 64, .promptSlice = 32}, 33);
  const auto work = addWith(Priority::Background, randomPrompt(90, 1), 20);
  for (int i = 0; i < 5; ++i) m_scheduler->step();
  const auto chat = addWith(Priority::Interactive, randomPrompt(60, 2), 5);
  EXPECT_EQ(stepsUntil(chat, 1), 1u);
  EXPECT_EQ(m_scheduler->counts().preemptions, 1u);
  runAll();
  EXPECT_EQ(m_outcomes[work].tokens, foretell(randomPrompt(90, 1), 20));
  EXPECT_EQ(m_outcomes[chat].tokens, foretell(randomPrompt(60, 2), 5));
}

TEST_F(SchedulerOrderTest, BackgroundWorkGoesOnBesideChatsThatNeverEnd) {
  build({.contextTokens = 128,
         .batchTokens = 64,
         .promptSlice = 32,
         .runningRequests = 2,
         .agingSteps = 20},
        200);
  const auto work = addWith(Priority::Background, randomPrompt(20, 1), 5);
  int steps = 0;
  for (; m_outcomes[work].tokens.size() < 5 && steps < 1000; ++steps) {
    if (steps % 3 == 0) addWith(Priority::Interactive, randomPrompt(10, unsigned(steps)), 12);
    m_scheduler->step();
  }
  EXPECT_LT(steps, 300);
  EXPECT_EQ(m_outcomes[work].tokens, foretell(randomPrompt(20, 1), 5));
  m_scheduler->cancelAll();
  EXPECT_EQ(m_pool->held(), 0u);
}

TEST_F(SchedulerOrderTest, WhatIsInTheCacheNeedsNoRoomOfItsOwn) {
  build({.contextTokens = 128, .batchTokens = 64, .promptSlice = 32}, 40);
  const auto prompt = randomPrompt(101, 1);
  const auto first = add(request(prompt, 20));
  stepsUntil(first, 1);
  const auto second = add(request(prompt, 4));  // 26 blocks of 4 are held, 14 are free
  EXPECT_EQ(stepsUntil(second, 1), 1u);
  EXPECT_EQ(m_scheduler->counts().running, 2u);
  runAll();
  EXPECT_EQ(m_scheduler->counts().preemptions, 0u);
}

// Whatever it took out of the cache while it has no room, it would take anew in every step.
TEST_F(SchedulerOrderTest, ARequestWithoutRoomLeavesTheCacheAloneUntilItHasRoom) {
  build({.contextTokens = 128, .batchTokens = 64, .promptSlice = 32}, 50, {}, 1 << 20);
  const auto prompt = randomPrompt(118, 1);
  add(request(prompt, 4));
  runAll();
  add(request(randomPrompt(80, 2), 1));
  runAll();
  const auto running = add(request(randomPrompt(90, 3), 30));
  stepsUntil(running, 1);
  EXPECT_GT(m_spill->usage().memoryBlocks, 0u);  // most of what is needed for the first prompt

  const auto waiting = add(request(prompt, 4));
  std::uint32_t kept = m_pool->kept();
  while (m_outcomes[running].lastEvents == 0) {
    const std::uint32_t held = m_pool->held();
    m_scheduler->step();
    if (m_outcomes[running].lastEvents > 0) break;
    ASSERT_EQ(m_scheduler->counts().waiting, 1u);
    ASSERT_EQ(m_spill->usage().restoredBlocks, 0u);
    ASSERT_EQ(kept - m_pool->kept(), m_pool->held() - held) << "kept blocks went elsewhere";
    kept = m_pool->kept();
  }
  runAll();
  EXPECT_GT(m_spill->usage().restoredBlocks, 0u);
  EXPECT_EQ(m_outcomes[waiting].last.stats.cachedPromptTokens, 116u);
  EXPECT_EQ(m_outcomes[waiting].tokens, foretell(prompt, 4));
}

}  // namespace
}  // namespace alcove::runtime
