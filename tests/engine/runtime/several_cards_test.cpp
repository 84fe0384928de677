// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Models on several cards of one kind, which the processor plays: the memory of one is out of the
// other's reach there.

#include <alcove/error.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/runtime/divided_model.h"
#include "support/played_cards.h"

namespace alcove::runtime {
namespace {

using test::PlayedCards;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kName = "CUDA kernels on the processor";
constexpr std::size_t kGiB = std::size_t(1) << 30;

class SeveralCards : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(m_cards.allocatedBytes(), 0u) << "something was leaked"; }

  // Budgets of two cards, the first of which has room for half of the weights alone.
  [[nodiscard]] std::vector<MemoryBudget> halfAndAll() const {
    return {{"cuda:0", m_whole.workBytes + (m_whole.weightsBytes + m_whole.cacheBytes) / 2},
            {"cuda:1", m_whole.bytes()}};
  }
  [[nodiscard]] std::vector<float> expected() const {
    const auto engine = m_model.open("cpu");
    return DividedModel::logits(*engine);
  }

  DividedModel m_model;
  planner::Share m_whole = m_model.whole("cuda");
  PlayedCards m_cards;
};

TEST_F(SeveralCards, TheSecondTakesWhatTheFirstHasNoRoomFor) {
  m_cards.play({{}, {}});
  std::vector<float> alone;
  {
    const auto engine = m_model.open("cuda");
    EXPECT_EQ(timesIn(engine->info().deviceName, kName), 1u) << engine->info().deviceName;
    EXPECT_THAT(engine->info().deviceReason, HasSubstr("(cuda:1) is not needed"));
    alone = DividedModel::logits(*engine);
  }
  const auto engine = m_model.open("cuda", halfAndAll());
  const ModelInfo& info = engine->info();
  EXPECT_EQ(info.device, "cuda");
  EXPECT_EQ(timesIn(info.deviceName, kName), 2u) << info.deviceName;
  EXPECT_EQ(info.deviceName.substr(info.deviceName.size() - 3), "8.0") << "no processor";
  EXPECT_THAT(info.deviceReason, HasSubstr("(cuda:0)"));
  EXPECT_THAT(info.deviceReason, HasSubstr("(cuda:1)"));
  EXPECT_THAT(info.deviceReason, Not(HasSubstr("less memory than it reports")));
  // The second time from captured graphs.
  for (int run = 0; run < 2; ++run) {
    const std::vector<float> divided = DividedModel::logits(*engine);
    DividedModel::expectSame(divided, alone);
    DividedModel::expectSame(divided, expected());
  }
}

TEST_F(SeveralCards, TheProcessorTakesTheRest) {
  m_cards.play({{}, {}});
  const std::uint64_t third = m_whole.workBytes + (m_whole.weightsBytes + m_whole.cacheBytes) / 3;
  const auto engine = m_model.open("cuda", {{"cuda", third}});
  EXPECT_EQ(timesIn(engine->info().deviceName, kName), 2u);
  EXPECT_EQ(timesIn(engine->info().deviceName, " + "), 2u) << engine->info().deviceName;
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("The processor has"));
  DividedModel::expectSame(DividedModel::logits(*engine), expected());
}

TEST_F(SeveralCards, OneOfThemCanBeAskedFor) {
  // Whoever takes the other has no memory.
  m_cards.play({{2 * kGiB, 2 * kGiB}, {4 * kGiB, 0}});
  const auto engine = m_model.open("cuda:1");
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("The request asks for cuda:1."));
  EXPECT_EQ(timesIn(engine->info().deviceName, kName), 1u);
  DividedModel::expectSame(DividedModel::logits(*engine), expected());
}

TEST_F(SeveralCards, WhatIsNotThereIsRefused) {
  m_cards.play({{}, {}});
  EXPECT_THAT(m_model.refusal("cuda:2"), HasSubstr("cuda:0 to cuda:1"));
  EXPECT_THAT(m_model.refusal("cuda:x"), HasSubstr("cuda:x"));
  EXPECT_THAT(m_model.refusal("cpu:0"), HasSubstr("cpu:0"));
  EXPECT_THAT(m_model.refusal("cuda", {{"cuda:7", kGiB}}), HasSubstr("cuda:7"));
  EXPECT_THAT(m_model.refusal("cuda", {{"cuda:1", kGiB}, {"cuda", kGiB}}),
              HasSubstr("Two budgets are for cuda:1"));
  // For another device: of no interest here.
  EXPECT_EQ(m_model.refusal("cuda:1", {{"cuda:0", 1}}), "");
  m_cards.play({PlayedCards::Card{}});
  EXPECT_THAT(m_model.refusal("cuda:1"), HasSubstr("one such card, cuda:0"));
}

TEST_F(SeveralCards, WhereThereIsNoCardTheProcessorSaysWhy) {
  const std::string module = std::getenv("ALCOVE_CUDA_MODULE");
  setenv("ALCOVE_CUDA_MODULE", "/nowhere/alcove_cuda.so", 1);
  const auto engine = m_model.open("cuda", {{"cuda", kGiB}});
  EXPECT_EQ(engine->info().device, "cpu");
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("The CUDA module cannot be opened"));
  EXPECT_THAT(m_model.refusal("cuda:0"), HasSubstr("The CUDA module cannot be opened"));
  setenv("ALCOVE_CUDA_MODULE", module.c_str(), 1);
}

// Says far more memory than can be had: it ends up with less, the other has its share.
TEST_F(SeveralCards, OneThatLiesAboutItsMemoryHoldsLess) {
  const std::size_t half = m_whole.workBytes + (m_whole.weightsBytes + m_whole.cacheBytes) / 2;
  const std::vector<float> right = expected();
  struct Lie {
    const char* name;
    std::vector<PlayedCards::Card> cards;
    std::vector<MemoryBudget> budgets;
    const char* liar;
    const char* honest;
  };
  const std::vector<Lie> lies = {
      {"the first", {{16 * kGiB, half}, {kGiB, kGiB}}, {}, "cuda:0", "cuda:1"},
      {"the second",
       {{16 * kGiB, half + (256 << 10)}, {12 * kGiB, half}},
       {{"cuda:0", half}, {"cuda:1", 8 * kGiB}},
       "cuda:1",
       "cuda:0"}};
  for (const Lie& lie : lies) {
    SCOPED_TRACE(lie.name);
    m_cards.play(lie.cards);
    const auto engine = m_model.open("cuda", lie.budgets);
    const ModelInfo& info = engine->info();
    EXPECT_EQ(timesIn(info.deviceName, kName), 2u) << info.deviceReason;
    EXPECT_THAT(info.deviceReason, HasSubstr(std::string(lie.liar) + " has less memory"));
    EXPECT_THAT(info.deviceReason, Not(HasSubstr(std::string(lie.honest) + " has less memory")));
    DividedModel::expectSame(DividedModel::logits(*engine), right);
  }
}

TEST_F(SeveralCards, OneThatHasNothingIsLeftOut) {
  m_cards.play({{4 * kGiB, 0}, {2 * kGiB, 2 * kGiB}});
  const auto engine = m_model.open("cuda");
  EXPECT_EQ(timesIn(engine->info().deviceName, kName), 1u) << engine->info().deviceName;
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("cuda:0 has less memory"));
  DividedModel::expectSame(DividedModel::logits(*engine), expected());
}

// Fails calls one at a time: loading goes another way or says why not, and leaves nothing.
TEST_F(SeveralCards, AnyCallMayFailWhileAModelIsLoaded) {
  m_cards.play({{}, {}});
  const std::vector<float> right = expected();
  constexpr int kStep = 23;  // there are many alike
  int failures = 0;
  for (const int error : {PlayedCards::kOutOfMemory, PlayedCards::kDeviceLost}) {
    for (int calls = 0; calls < 20 * kStep; calls += kStep) {
      SCOPED_TRACE(fmt::format("error {} at call {}", error, calls));
      m_cards.failAt(calls, error, false);
      try {
        const auto engine = m_model.open("cuda", halfAndAll());
        m_cards.failAt(-1, 0, false);
        failures += engine->info().deviceReason.find(" instead") != std::string::npos ||
                    engine->info().deviceReason.find("less memory") != std::string::npos;
        DividedModel::expectSame(DividedModel::logits(*engine), right);
      } catch (const Error& problem) {
        ++failures;
        EXPECT_TRUE(problem.sentence().ends_with('.')) << problem.sentence();
      }
      m_cards.failAt(-1, 0, false);
      ASSERT_EQ(m_cards.allocatedBytes(), 0u);
    }
  }
  EXPECT_GT(failures, 10);
}

}  // namespace
}  // namespace alcove::runtime
