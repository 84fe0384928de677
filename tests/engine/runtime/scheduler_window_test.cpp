// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Models whose layers all have a sliding window: sequences give back the blocks behind it, so that
// long ones fit a small cache.

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "engine/runtime/scheduler_fixture.h"
#include "runtime/embedder.h"

namespace alcove::runtime {
namespace {

class SchedulerWindowTest : public SchedulerTest {
 protected:
  static constexpr std::uint32_t kWindow = 10;
  // One sequence has at most 9 + 16 tokens and what its ends leave of two blocks of 4.
  static constexpr std::uint32_t kMostBlocks = 7;

  SchedulerWindowTest() { m_model.window = kWindow; }

  void buildWindowed(std::uint32_t blocks, std::uint64_t spillBytes = 0) {
    build({.contextTokens = 600, .batchTokens = 16, .promptSlice = 8, .runningRequests = 4}, blocks,
          {}, spillBytes);
  }
  std::size_t computed() const {
    std::size_t tokens = 0;
    for (const auto& step : m_model.steps) tokens += step.tokens;
    return tokens;
  }
};

TEST_F(SchedulerWindowTest, ALongSequenceFitsACacheOfItsWindow) {
  buildWindowed(kMostBlocks + 1);
  const auto prompt = randomPrompt(300, 1);
  const auto id = add(request(prompt, 200));
  while (!m_scheduler->idle()) {
    m_scheduler->step();
    ASSERT_LE(m_pool->held(), kMostBlocks);
    ASSERT_EQ(m_pool->held() + m_pool->available(), m_pool->total());
    ASSERT_LT(m_scheduler->emptySlots(), m_pool->blockTokens());
  }
  EXPECT_EQ(m_outcomes[id].tokens, foretell(prompt, 200));
  EXPECT_EQ(m_scheduler->counts().preemptions, 0u);
  EXPECT_EQ(computed(), 499u);
}

TEST_F(SchedulerWindowTest, TheNextTurnGoesOnThoughItsBeginningIsGone) {
  buildWindowed(12);
  auto history = randomPrompt(300, 1);
  const auto first = add(request(history, 41));
  runAll();
  history.insert(history.end(), m_outcomes[first].tokens.begin(), m_outcomes[first].tokens.end());
  m_model.steps.clear();
  const auto second = add(request(history, 5));
  runAll();
  EXPECT_EQ(m_outcomes[second].last.stats.cachedPromptTokens, 340u);
  EXPECT_EQ(computed(), 5u);
  EXPECT_EQ(m_outcomes[second].tokens, foretell(history, 5));

  history.resize(100);  // a branch from where nothing is left
  const auto branch = add(request(history, 5));
  runAll();
  EXPECT_EQ(m_outcomes[branch].last.stats.cachedPromptTokens, 0u);
  EXPECT_EQ(m_outcomes[branch].tokens, foretell(history, 5));
}

TEST_F(SchedulerWindowTest, SeveralShareASmallCacheAndGoOnAfterPreemption) {
  for (const std::uint64_t spillBytes : {0, 1 << 20}) {
    m_outcomes.clear();
    buildWindowed(14, spillBytes);
    std::vector<std::pair<std::uint64_t, std::vector<TokenId>>> asked;
    for (unsigned i = 0; i < 8; ++i) {
      auto one = request(randomPrompt(20 + 37 * i, i % 5), 60);
      one.priority = Priority(2 - i % 3);
      const auto prompt = one.prompt;
      asked.emplace_back(add(std::move(one)), prompt);
      for (int step = 0; step < 9; ++step) m_scheduler->step();
    }
    runAll();
    for (const auto& [id, prompt] : asked)
      EXPECT_EQ(m_outcomes[id].tokens, foretell(prompt, 60)) << id;
    EXPECT_GT(m_scheduler->counts().preemptions, 0u);
    EXPECT_EQ(m_spill->usage().restoredBlocks > 0, spillBytes > 0);
  }
}

// What is kept of the beginning is long behind the window.
TEST_F(SchedulerWindowTest, ASlidingContextIsComputedAnewBehindItsKeptHead) {
  buildWindowed(kMostBlocks + 1);
  GenerationRequest asked = request(randomPrompt(590, 1), 40);
  asked.contextPolicy = ContextPolicy::Slide;
  asked.keepTokens = 30;
  std::vector<TokenId> tokens = asked.prompt;
  const auto id = add(std::move(asked));
  runAll();
  ASSERT_EQ(m_outcomes[id].tokens.size(), 40u);
  for (const TokenId token : m_outcomes[id].tokens) {
    EXPECT_EQ(token, chainNext(tokens));
    tokens.push_back(token);
    if (tokens.size() == 600) slide(tokens, 30);
  }
  EXPECT_GT(m_outcomes[id].last.stats.droppedTokens, 0u);
}

TEST_F(SchedulerWindowTest, EvaluationAndEmbeddingsNeedNoMore) {
  buildWindowed(kMostBlocks + 1);
  const auto tokens = randomPrompt(500, 1);
  const std::vector<float> logits = m_scheduler->evaluate(tokens, 2);
  for (std::size_t row = 0; row < 2; ++row) {
    const auto first = logits.begin() + std::ptrdiff_t(row) * kVocabulary;
    EXPECT_EQ(std::max_element(first, first + kVocabulary) - first,
              chainNext(std::span(tokens).first(499 + row)));
  }

  Embedder embedder(m_model, *m_pool, *m_storage, *m_scheduler, SchedulerLimits{.batchTokens = 16});
  auto job = std::make_unique<EmbeddingJob>();
  job->request.inputs = {tokens};
  job->request.normalise = false;
  job->cancelled = std::make_shared<std::atomic<bool>>(false);
  std::future<Embeddings> result = job->result.get_future();
  embedder.add(std::move(job));
  while (!embedder.idle()) embedder.step();
  EXPECT_EQ(result.get().values.at(0),
            (std::vector<float>{float(chainNext(tokens)), float(tokens.size() - 1)}));
  EXPECT_EQ(m_pool->held(), 0u);
}

}  // namespace
}  // namespace alcove::runtime
