// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// An engine whose graphics card fails while it answers: everything that was asked goes on
// elsewhere, from the tokens that were written, and the person is told.
#include <alcove/error.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <future>

#include "backends/backend.h"
#include "runtime/engine.h"
#include "support/layered_model.h"
#include "support/temporary_folder.h"
#include "support/vulkan_faults.h"

namespace alcove::runtime {
namespace {

using backends::vulkan::Faults;
using backends::vulkan::faults;
using testing::HasSubstr;

constexpr int kTokens = 24;

struct Answered {
  std::vector<TokenId> tokens;
  GenerationEvent last;
};

// With words: what is written has to be spelt.
test::GgufBuilder speakingModel() {
  test::GgufBuilder model = test::layeredModel({.layers = 3});
  for (const test::BuiltValue& value : test::littleModel().metadata)
    if (value.key.starts_with("tokenizer.")) model.set(value);
  return model;
}

class DeviceRecovery : public testing::Test {
 protected:
  void SetUp() override {
    const auto table = backends::backendTable();
    const auto row =
        std::ranges::find(table, std::string_view("vulkan"), &backends::BackendRow::kind);
    ASSERT_NE(row, table.end());
    try {
      (void)row->create({});
    } catch (const Error& error) {
      GTEST_SKIP() << error.sentence();
    }
    faults = {};
    backends::vulkan::deviceTableHook = backends::vulkan::installFaults;
    const auto engine = open("cpu");
    for (int i = 0; i < 3; ++i) m_expected.push_back(submit(*engine, i).get().tokens);
  }
  void TearDown() override { backends::vulkan::deviceTableHook = nullptr; }

  [[nodiscard]] std::unique_ptr<Engine> open(const std::string& device) const {
    EngineOptions options;
    options.device = device;
    options.threads = 2;
    options.contextTokens = 128;
    return Engine::open(m_model, options);
  }

  // `onToken` runs on the engine's thread, after each token.
  static std::future<Answered> submit(Engine& engine, int which,
                                      std::function<void(std::size_t)> onToken = {}) {
    GenerationRequest request;
    for (int i = 0; i < 20 + which; ++i) request.prompt.push_back(3 + (i * 7 + which * 31) % 250);
    request.maxTokens = kTokens;
    request.sampling.temperature = 0;
    request.ignoreEnd = true;
    auto promise = std::make_shared<std::promise<Answered>>();
    auto answered = std::make_shared<Answered>();
    engine.submit(std::move(request), [=](const GenerationEvent& event) {
      if (event.token >= 0) answered->tokens.push_back(event.token);
      if (onToken && event.token >= 0) onToken(answered->tokens.size());
      if (event.last) {
        answered->last = event;
        promise->set_value(*answered);
      }
      return true;
    });
    return promise->get_future();
  }

  static void breakDown(VkResult result, bool stays) {
    faults.failAt = faults.calls + 1;
    faults.stays = stays;
    faults.result = result;
  }

  test::TemporaryFolder m_folder;
  std::filesystem::path m_model = m_folder.write("model.gguf", speakingModel().build());
  std::vector<std::vector<TokenId>> m_expected;
};

TEST_F(DeviceRecovery, AnswersGoOnWithTheProcessorWhenTheCardIsLost) {
  const auto engine = open("vulkan");
  ASSERT_EQ(engine->info().device, "vulkan");
  const ModelInfo& before = engine->info();
  auto first = submit(*engine, 0, [](std::size_t tokens) {
    if (tokens == 8) breakDown(VK_ERROR_DEVICE_LOST, true);
  });
  auto second = submit(*engine, 1);
  const Answered answered = first.get();
  EXPECT_EQ(answered.tokens, m_expected[0]);
  EXPECT_EQ(answered.last.reason, FinishReason::Length);
  EXPECT_THAT(answered.last.stats.deviceChange, HasSubstr("VK_ERROR_DEVICE_LOST"));
  EXPECT_EQ(second.get().tokens, m_expected[1]);

  EXPECT_EQ(engine->info().device, "cpu");
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("VK_ERROR_DEVICE_LOST"));
  EXPECT_EQ(engine->info().contextTokens, before.contextTokens);
  EXPECT_EQ(before.device, "vulkan") << "what was handed out must stay as it was";
  EXPECT_EQ(faults.live, 0) << "the card's memory must be given back";

  const Answered later = submit(*engine, 2).get();
  EXPECT_EQ(later.tokens, m_expected[2]);
  EXPECT_EQ(later.last.stats.deviceChange, "");
}

TEST_F(DeviceRecovery, LogitsAreComputedAfterALossToo) {
  const std::vector<TokenId> tokens{5, 6, 7, 8, 9};
  const std::vector<float> expected = open("cpu")->logits(tokens, 1);
  const auto engine = open("vulkan");
  (void)submit(*engine, 0).get();
  breakDown(VK_ERROR_DEVICE_LOST, true);
  const std::vector<float> actual = engine->logits(tokens, 1);
  EXPECT_THAT(actual, testing::Pointwise(testing::FloatNear(1e-3f), expected));
  EXPECT_EQ(engine->info().device, "cpu");
}

TEST_F(DeviceRecovery, WithTooLittleMemoryTheCardHoldsLess) {
  const auto engine = open("vulkan");
  const Answered answered = submit(*engine, 0, [](std::size_t tokens) {
                              if (tokens == 8) breakDown(VK_ERROR_OUT_OF_DEVICE_MEMORY, false);
                            }).get();
  EXPECT_EQ(answered.tokens, m_expected[0]);
  EXPECT_THAT(answered.last.stats.deviceChange, HasSubstr("VK_ERROR_OUT_OF_DEVICE_MEMORY"));
  EXPECT_EQ(engine->info().device, "vulkan");
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("holds less"));
}

// From the first call of loading on: whatever fails, the answer is whole, or there is none and the
// sentence says why; nothing hangs, nothing stays behind.
TEST_F(DeviceRecovery, WhicheverCallFailsTheAnswerIsWhole) {
  int failures = 0;
  for (const VkResult result : {VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_DEVICE_LOST}) {
    const bool stays = result == VK_ERROR_DEVICE_LOST;
    for (int failAt = 1, reached = true; reached; failAt += 1 + failAt / 6) {
      SCOPED_TRACE(fmt::format("{} at call {}", int(result), failAt));
      faults = {};
      faults.failAt = failAt;
      faults.result = result;
      faults.stays = stays;
      {
        const auto engine = open("vulkan");
        const Answered answered = submit(*engine, 0).get();
        EXPECT_EQ(answered.last.reason, FinishReason::Length) << answered.last.failure;
        EXPECT_EQ(answered.tokens, m_expected[0]);
      }
      EXPECT_EQ(faults.live, 0);
      reached = faults.calls >= failAt;
      failures += reached;
      ASSERT_LT(failAt, 100000);
    }
  }
  fmt::print("{} calls failed, one for each answer\n", failures);
  EXPECT_GT(failures, 20);
}

// The card has memory for some calls and not for others, as long as it lasts.
TEST_F(DeviceRecovery, WhereEveryKthCallFailsTheAnswerIsWhole) {
  for (const int every : {2, 3, 5, 11, 40, 100, 300}) {
    SCOPED_TRACE(every);
    faults = {};
    faults.every = every;
    {
      const auto engine = open("vulkan");
      EXPECT_EQ(submit(*engine, 0).get().tokens, m_expected[0]);
      EXPECT_EQ(submit(*engine, 1).get().tokens, m_expected[1]);
      EXPECT_GE(faults.calls, every);
    }
    EXPECT_EQ(faults.live, 0);
  }
}

TEST_F(DeviceRecovery, UnloadingEndsARecovery) {
  auto engine = open("vulkan");
  auto answer = submit(*engine, 0, [](std::size_t tokens) {
    if (tokens == 2) breakDown(VK_ERROR_DEVICE_LOST, true);
  });
  engine.reset();
  const Answered answered = answer.get();
  EXPECT_TRUE(answered.last.reason == FinishReason::Cancelled ||
              answered.last.reason == FinishReason::Length);
}

}  // namespace
}  // namespace alcove::runtime
