// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Answers that a second model drafts: it may be right, wrong, slow to follow, without room or
// broken, and the answers stay what they are.
#include "runtime/draft_model.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "engine/runtime/scheduler_fixture.h"
#include "engine/runtime/scripted_cost.h"
#include "runtime/draft_loading.h"
#include "support/family_models.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

class DraftModelTest : public SchedulerTest {
 protected:
  void buildDrafting(SchedulerLimits limits, std::uint32_t blocks, std::uint32_t draftBlocks,
                     std::uint32_t draftSwitchLength = 0) {
    auto model = std::make_unique<ChainModel>();
    m_guesser = model.get();
    m_guesser->switchLength = draftSwitchLength;
    auto free = std::make_unique<ScriptedCost>([](std::uint32_t) { return 1e-9; });
    m_draft =
        std::make_unique<DraftModel>(std::move(model), draftBlocks, kVocabulary, std::move(free));
    build(limits, blocks, {&m_cost, m_draft.get(), 8, limits.batchTokens});
  }
  ~DraftModelTest() override { m_scheduler.reset(); }

  void expectAnswers(const std::map<std::uint64_t, std::vector<TokenId>>& prompts) {
    for (const auto& [id, prompt] : prompts)
      EXPECT_EQ(m_outcomes[id].tokens, foretell(prompt, m_outcomes[id].tokens.size())) << id;
    EXPECT_EQ(m_draft->heldBlocks(), 0u);
  }

  ScriptedCost m_cost = eagerCost();
  ChainModel* m_guesser = nullptr;
  std::unique_ptr<DraftModel> m_draft;
};

TEST_F(DraftModelTest, TheSameModelIsAlwaysRight) {
  buildDrafting({.contextTokens = 256}, 65, 65);
  const auto prompt = randomPrompt(20, 1);
  const auto id = add(request(prompt, 100));
  runAll();
  expectAnswers({{id, prompt}});
  const GenerationStats& stats = m_outcomes[id].last.stats;
  EXPECT_EQ(stats.acceptedTokens, stats.draftedTokens);
  EXPECT_EQ(stats.acceptedTokens, 100u - m_model.steps.size());
  EXPECT_EQ(m_model.steps.size(), 12u);  // the prompt, and nine tokens a step
}

TEST_F(DraftModelTest, DraftsForAllAnswersInOneBatch) {
  buildDrafting({.contextTokens = 128, .runningRequests = 6}, 200, 200);
  std::map<std::uint64_t, std::vector<TokenId>> prompts;
  for (unsigned seed = 0; seed < 6; ++seed) {
    const auto prompt = randomPrompt(10 + seed, seed);
    prompts[add(request(prompt, 46))] = prompt;
  }
  runAll();
  expectAnswers(prompts);
  EXPECT_EQ(m_model.steps.size(), 6u);  // the prompts, and nine tokens of each in a step
  EXPECT_EQ(m_guesser->steps.size(), 5u * 8u);
  for (const auto& step : m_guesser->steps) EXPECT_EQ(step.counts.size(), 6u);
}

TEST_F(DraftModelTest, AModelThatIsAlwaysWrongChangesNothing) {
  buildDrafting({.contextTokens = 128}, 40, 40);
  m_guesser->forgetful = true;
  const auto prompt = randomPrompt(20, 1);
  const auto id = add(request(prompt, 60));
  runAll();
  expectAnswers({{id, prompt}});
  EXPECT_LT(m_outcomes[id].last.stats.acceptedTokens, m_outcomes[id].last.stats.draftedTokens / 4);
}

TEST_F(DraftModelTest, IsNotAskedForLongWhereItDoesNotPay) {
  buildDrafting({.contextTokens = 256}, 70, 70);
  m_cost = ScriptedCost([](std::uint32_t tokens) { return double(tokens); });
  add(request(randomPrompt(20, 1), 200));
  runAll();
  EXPECT_LT(m_guesser->steps.size(), 20u);
}

TEST_F(DraftModelTest, ReadsALongPromptInPartsBeforeItGuesses) {
  buildDrafting({.contextTokens = 900, .batchTokens = 512}, 240, 240);
  const auto prompt = randomPrompt(700, 2);
  const auto id = add(request(prompt, 40));
  runAll();
  expectAnswers({{id, prompt}});
  ASSERT_GT(m_guesser->steps.size(), 3u);
  for (const auto& step : m_guesser->steps) EXPECT_LE(step.tokens, 257u);
  EXPECT_GT(m_outcomes[id].last.stats.acceptedTokens, 25u);
}

TEST_F(DraftModelTest, GuessesNoFurtherThanItComputesSequencesAlike) {
  buildDrafting({.contextTokens = 128}, 60, 60, 40);
  const auto prompt = randomPrompt(20, 5);  // nothing in it or its answer comes twice
  const auto id = add(request(prompt, 60));
  runAll();
  expectAnswers({{id, prompt}});
  const GenerationStats& stats = m_outcomes[id].last.stats;
  EXPECT_EQ(stats.acceptedTokens, 8u + 8u + 1u);
  EXPECT_EQ(stats.draftedTokens, 8u + 8u + 1u);
}

TEST_F(DraftModelTest, FindsTheLastTurnInItsCache) {
  buildDrafting({.contextTokens = 256}, 70, 70);
  auto history = randomPrompt(50, 3);
  const auto first = add(request(history, 19));
  runAll();
  history.insert(history.end(), m_outcomes[first].tokens.begin(), m_outcomes[first].tokens.end());
  m_guesser->steps.clear();
  const auto second = add(request(history, 19));
  runAll();
  expectAnswers({{second, history}});
  std::size_t read = 0;
  for (const auto& step : m_guesser->steps) read += step.tokens;
  EXPECT_LT(read, 30u);
}

TEST_F(DraftModelTest, WithoutRoomThereAreNoDrafts) {
  buildDrafting({.contextTokens = 128}, 100, 6);
  const auto small = randomPrompt(5, 1), large = randomPrompt(60, 2);
  const auto first = add(request(small, 10)), second = add(request(large, 10));
  runAll();
  expectAnswers({{first, small}, {second, large}});
  EXPECT_GT(m_outcomes[first].last.stats.draftedTokens, 0u);
  EXPECT_EQ(m_outcomes[second].last.stats.draftedTokens, 0u);
}

TEST_F(DraftModelTest, AFailureEndsTheDraftsAndNoAnswer) {
  buildDrafting({.contextTokens = 128}, 100, 100);
  m_guesser->encoder = true;  // refuses to go on behind what it read before
  const auto prompt = randomPrompt(9, 1);
  const auto id = add(request(prompt, 20));
  runAll();
  expectAnswers({{id, prompt}});
  EXPECT_EQ(m_outcomes[id].last.reason, FinishReason::Length);
  EXPECT_EQ(m_outcomes[id].last.stats.draftedTokens, 0u);
}

TEST_F(DraftModelTest, SlidesIsPreemptedAndCancelledWithItsRequest) {
  buildDrafting({.contextTokens = 96, .batchTokens = 64, .promptSlice = 16, .runningRequests = 8},
                40, 40);
  std::mt19937 random(8);
  std::map<std::uint64_t, std::vector<TokenId>> prompts;
  for (int step = 0; step < 1500; ++step) {
    if (random() % 6 == 0) {
      auto asked = request(randomPrompt(1 + random() % 60, random() % 4), 1 + int(random() % 40));
      const auto prompt = asked.prompt;
      const bool slides = random() % 4 == 0;
      if (slides) asked.contextPolicy = ContextPolicy::Slide;
      if (slides) asked.maxTokens = 150;
      const auto id = add(std::move(asked));
      if (!slides) prompts[id] = prompt;
    }
    if (random() % 30 == 0) m_scheduler->cancel(1 + random() % m_nextId);
    if (!m_scheduler->idle()) m_scheduler->step();
  }
  runAll();
  expectAnswers(prompts);
  EXPECT_GT(m_scheduler->counts().preemptions, 10u);
  EXPECT_GT(m_scheduler->counts().acceptedTokens, 1000u);
}

// The letters in another order.
class OtherTokenizer final : public tokenizer::Tokenizer {
 public:
  explicit OtherTokenizer(TokenId swapped) : m_swapped(swapped) {}
  std::vector<TokenId> encodeMarked(std::string_view text,
                                    std::span<const tokenizer::ByteRange> data) const override {
    return m_letters.encodeMarked(text, data);
  }
  std::string_view bytes(TokenId id) const override {
    return m_letters.bytes(id == m_swapped ? id - 1 : id);
  }
  std::size_t size() const override { return kVocabulary; }
  bool isControl(TokenId id) const override { return m_letters.isControl(id); }
  bool endsGeneration(TokenId id) const override { return m_letters.endsGeneration(id); }
  std::optional<TokenId> bos() const override { return std::nullopt; }
  std::optional<TokenId> eos() const override { return std::nullopt; }
  bool addsBos() const override { return false; }
  std::optional<TokenId> find(std::string_view) const override { return std::nullopt; }

 private:
  LetterTokenizer m_letters;
  TokenId m_swapped;
};

TEST(DraftVocabulary, EveryTokenMustBeTheSame) {
  const LetterTokenizer letters;
  EXPECT_NO_THROW(requireSameVocabulary(letters, OtherTokenizer(-1)));
  try {
    requireSameVocabulary(letters, OtherTokenizer(7));
    FAIL() << "another vocabulary was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_THAT(error.sentence(), testing::HasSubstr("Token 7"));
  }
}

class DraftLoading : public testing::Test {
 protected:
  // What opening `model` with `draft` fails with; empty if it opens.
  static std::string refusal(const std::filesystem::path& model, EngineOptions options) {
    try {
      (void)Engine::open(model, options);
    } catch (const Error& error) {
      return error.sentence();
    }
    return {};
  }

  test::TemporaryFolder m_folder;
  std::filesystem::path m_model =
      m_folder.write("model.gguf", test::littleModelOf("llama").build());
};

TEST_F(DraftLoading, AModelThatDraftsForItselfIsRight) {
  EngineOptions options;
  options.threads = 1;
  options.deterministic = true;
  options.draftModel = m_model;
  const auto engine = Engine::open(m_model, options);
  EXPECT_GT(engine->info().draftBytes, 0u);
  GenerationRequest request;
  request.prompt = {72, 101, 108, 108};
  request.maxTokens = 20;
  request.sampling.temperature = 0;
  request.ignoreEnd = true;
  std::promise<GenerationStats> ended;
  (void)engine->submit(request, [&](const GenerationEvent& event) {
    if (event.last) ended.set_value(event.stats);
    return true;
  });
  const GenerationStats stats = ended.get_future().get();
  EXPECT_EQ(stats.completionTokens, 20u);
  EXPECT_GT(stats.draftedTokens, 0u);
  EXPECT_EQ(stats.acceptedTokens, stats.draftedTokens);
}

TEST_F(DraftLoading, WhatCannotDraftIsRefused) {
  EngineOptions options;
  std::string other = test::littleModelOf("llama").build();
  other.replace(other.find("<|im_end|>"), 10, "<|im_END|>");
  options.draftModel = m_folder.write("other.gguf", other);
  EXPECT_THAT(refusal(m_model, options), testing::HasSubstr("of the same family"));
  options.draftModel = m_folder.path() / "nothing.gguf";
  EXPECT_NE(refusal(m_model, options), "");
  options.draftModel = m_model;
  options.speculation = Speculation::Off;
  EXPECT_THAT(refusal(m_model, options), testing::HasSubstr("speculation is off"));
}

}  // namespace
}  // namespace alcove::runtime
