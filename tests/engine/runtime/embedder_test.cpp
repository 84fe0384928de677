// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/embedder.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/runtime/chain_model.h"

namespace alcove::runtime {
namespace {

using models::Pooling;
using testing::ElementsAre;
using testing::FloatNear;
using Tokens = std::vector<TokenId>;

// The hidden state of the token at `position`, without cache or batches.
std::vector<float> hidden(const Tokens& tokens, std::size_t position) {
  return {float(chainNext(std::span(tokens).first(position + 1))), float(position)};
}

std::vector<float> mean(const Tokens& tokens) {
  std::vector<float> sum(2);
  for (std::size_t i = 0; i < tokens.size(); ++i)
    for (std::size_t d = 0; d < 2; ++d) sum[d] += hidden(tokens, i)[d] / float(tokens.size());
  return sum;
}

Tokens letters(std::size_t count, TokenId first) {
  Tokens tokens(count);
  for (std::size_t i = 0; i < count; ++i) tokens[i] = TokenId((first + TokenId(i)) % kLetters);
  return tokens;
}

testing::Matcher<std::vector<float>> near(const std::vector<float>& expected) {
  return ElementsAre(FloatNear(expected[0], 1e-4f), FloatNear(expected[1], 1e-4f));
}

class EmbedderTest : public testing::Test {
 protected:
  void build(std::uint32_t contextTokens, std::uint32_t batchTokens, std::uint32_t blocks) {
    const SchedulerLimits limits{.contextTokens = contextTokens, .batchTokens = batchTokens};
    m_storage = std::make_unique<cache::HostKvPool>(m_model.kvLayout(), blocks);
    m_pool = std::make_unique<cache::BlockPool>(blocks, m_model.kvLayout().blockTokens);
    m_scheduler = std::make_unique<Scheduler>(m_model, *m_pool, *m_storage,
                                              SchedulerLimits{.contextTokens = contextTokens});
    m_embedder = std::make_unique<Embedder>(m_model, *m_pool, *m_storage, *m_scheduler, limits);
  }

  std::future<Embeddings> add(std::vector<Tokens> inputs, std::optional<Pooling> pooling,
                              bool normalise = false, std::uint32_t dimensions = 0) {
    auto job = std::make_unique<EmbeddingJob>();
    job->request = {std::move(inputs), pooling, dimensions, normalise};
    job->cancelled = m_cancelled;
    std::future<Embeddings> result = job->result.get_future();
    m_embedder->add(std::move(job));
    return result;
  }

  void runAll() {
    for (int steps = 0; !m_embedder->idle(); ++steps) {
      ASSERT_LT(steps, 10000) << "the embedder does not get on";
      m_embedder->step();
      EXPECT_EQ(m_pool->held(), 0u) << "blocks are given back after each step";
    }
  }

  ChainModel m_model;
  std::unique_ptr<cache::KvPool> m_storage;
  std::unique_ptr<cache::BlockPool> m_pool;
  std::unique_ptr<Scheduler> m_scheduler;
  std::unique_ptr<Embedder> m_embedder;
  std::shared_ptr<std::atomic<bool>> m_cancelled = std::make_shared<std::atomic<bool>>(false);
};

TEST_F(EmbedderTest, PoolsAsAsked) {
  build(64, 32, 33);
  const Tokens tokens = letters(7, 3);
  auto last = add({tokens}, std::nullopt);
  auto cls = add({tokens}, Pooling::Cls);
  auto average = add({tokens}, Pooling::Mean);
  auto none = add({tokens}, Pooling::None);
  runAll();
  EXPECT_THAT(last.get().values, ElementsAre(hidden(tokens, 6))) << "the model's own";
  EXPECT_THAT(cls.get().values, ElementsAre(hidden(tokens, 0)));
  EXPECT_THAT(average.get().values[0], near(mean(tokens)));
  std::vector<float> all;
  for (std::size_t i = 0; i < 7; ++i)
    for (const float value : hidden(tokens, i)) all.push_back(value);
  EXPECT_THAT(none.get().values, ElementsAre(all));
}

TEST_F(EmbedderTest, BatchesTextsOfAllCallsUpToTheBudget) {
  build(64, 32, 33);
  m_model.encoder = true;
  const std::vector<Tokens> first = {letters(10, 0), letters(5, 1), letters(9, 2), letters(20, 3)};
  const std::vector<Tokens> second = {letters(12, 4), letters(40, 5)};
  auto one = add(first, Pooling::Mean);
  auto two = add(second, Pooling::Mean);
  runAll();
  const Embeddings ofFirst = one.get(), ofSecond = two.get();
  for (std::size_t i = 0; i < 4; ++i) EXPECT_THAT(ofFirst.values[i], near(mean(first[i]))) << i;
  for (std::size_t i = 0; i < 2; ++i) EXPECT_THAT(ofSecond.values[i], near(mean(second[i]))) << i;
  ASSERT_EQ(m_model.steps.size(), 3u);
  EXPECT_THAT(m_model.steps[0].counts, ElementsAre(10, 5, 9));
  EXPECT_THAT(m_model.steps[1].counts, ElementsAre(20, 12));
  EXPECT_THAT(m_model.steps[2].counts, ElementsAre(40)) << "longer than a batch, and whole";
}

TEST_F(EmbedderTest, CausalModelsReadLongTextsInSlices) {
  build(64, 32, 17);
  const Tokens tokens = letters(64, 9);
  auto average = add({tokens}, Pooling::Mean);
  auto last = add({tokens}, Pooling::Last);
  runAll();
  EXPECT_THAT(average.get().values[0], near(mean(tokens)));
  EXPECT_EQ(last.get().values[0], hidden(tokens, 63));
  EXPECT_THAT(m_model.steps[0].counts, ElementsAre(32));
}

TEST_F(EmbedderTest, TakesNoMoreTextsThanThereAreBlocks) {
  build(16, 32, 5);
  std::vector<Tokens> inputs;
  for (TokenId i = 0; i < 11; ++i) inputs.push_back(letters(2, i));
  auto result = add(inputs, Pooling::Mean);
  runAll();
  const Embeddings embeddings = result.get();
  for (std::size_t i = 0; i < inputs.size(); ++i)
    EXPECT_THAT(embeddings.values[i], near(mean(inputs[i])));
  EXPECT_EQ(m_model.steps.size(), 3u) << "5, 5 and 1 texts";
}

TEST_F(EmbedderTest, CutsAndScales) {
  build(64, 32, 33);
  const Tokens tokens = letters(4, 3);
  auto scaled = add({tokens, letters(1, 0)}, Pooling::Last, true);
  auto cut = add({tokens}, Pooling::Last, true, 1);
  runAll();
  const std::vector<float> raw = hidden(tokens, 3);
  const float length = std::hypot(raw[0], raw[1]);
  EXPECT_THAT(scaled.get().values[0], near({raw[0] / length, raw[1] / length}));
  const Embeddings shortened = cut.get();
  EXPECT_EQ(shortened.width, 1u);
  EXPECT_THAT(shortened.values, ElementsAre(ElementsAre(1.0f)));
}

TEST_F(EmbedderTest, FailuresAndCancellationsEndTheirOwnCall) {
  build(64, 32, 33);
  const Tokens tokens = letters(4, 3);
  auto good = add({tokens, tokens}, Pooling::Last);
  auto poisoned = add({tokens, {kPoisonToken}, tokens}, Pooling::Last);
  auto alsoGood = add({tokens}, Pooling::Last);
  runAll();
  EXPECT_THAT(good.get().values, ElementsAre(hidden(tokens, 3), hidden(tokens, 3)));
  EXPECT_THROW((void)poisoned.get(), std::runtime_error);
  EXPECT_EQ(alsoGood.get().values.size(), 1u);

  auto unwanted = add({tokens}, Pooling::Last);
  *m_cancelled = true;
  runAll();
  EXPECT_THROW((void)unwanted.get(), Error);

  *m_cancelled = false;
  m_model.numbers = false;
  auto broken = add({tokens}, Pooling::Mean);
  runAll();
  EXPECT_THROW((void)broken.get(), Error);
}

TEST_F(EmbedderTest, AFailureOfTheDeviceLeavesTheCallsToAnotherEmbedder) {
  build(64, 8, 33);
  const Tokens tokens = letters(4, 3);
  auto half = add({tokens, tokens, tokens}, Pooling::Last);
  auto waiting = add({tokens}, Pooling::Last);
  m_embedder->step();
  m_model.failNext(ErrorCode::Device, 1);
  EXPECT_THROW(m_embedder->step(), Error);

  auto calls = m_embedder->takeAll();
  EXPECT_TRUE(m_embedder->idle());
  build(64, 8, 33);
  for (auto& call : calls) m_embedder->add(std::move(call));
  m_model.steps.clear();
  runAll();
  EXPECT_EQ(m_model.steps.size(), 1u) << "what was computed is not computed again";
  EXPECT_THAT(half.get().values,
              ElementsAre(hidden(tokens, 3), hidden(tokens, 3), hidden(tokens, 3)));
  EXPECT_THAT(waiting.get().values, ElementsAre(hidden(tokens, 3)));
}

}  // namespace
}  // namespace alcove::runtime
