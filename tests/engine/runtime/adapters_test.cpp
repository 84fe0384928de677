// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Adapters of a running engine: loaded and unloaded while it answers, at a scale for each request.

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cmath>
#include <future>

#include "formats/gguf_file.h"
#include "runtime/adapter_set.h"
#include "runtime/engine.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

namespace fs = std::filesystem;

class EngineAdapters : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
    EngineOptions options;
    options.device = "cpu";
    options.threads = 1;
    options.deterministic = true;
    options.speculation = Speculation::Off;
    m_engine = Engine::open(folder() / "tiny-f32.gguf", options);
  }
  static fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

  static GenerationRequest request(std::optional<std::vector<AdapterScale>> adapters,
                                   int tokens = 24) {
    GenerationRequest request;
    for (int i = 0; i < 40; ++i) request.prompt.push_back(4 + i % 37);
    request.maxTokens = tokens;
    request.sampling.temperature = 0;
    request.ignoreEnd = true;
    request.adapters = std::move(adapters);
    return request;
  }
  struct Answer {
    std::vector<TokenId> tokens;
    GenerationEvent last;
  };
  std::future<Answer> start(GenerationRequest request) {
    const auto answer = std::make_shared<Answer>();
    const auto done = std::make_shared<std::promise<Answer>>();
    (void)m_engine->submit(std::move(request), [answer, done](const GenerationEvent& event) {
      if (event.token >= 0) answer->tokens.push_back(event.token);
      if (event.last) {
        answer->last = event;
        done->set_value(*answer);
      }
      return true;
    });
    return done->get_future();
  }
  std::vector<TokenId> tokens(std::optional<std::vector<AdapterScale>> adapters) {
    return start(request(std::move(adapters))).get().tokens;
  }

  std::unique_ptr<Engine> m_engine;
};

TEST_F(EngineAdapters, AnswerEachRequestWithItsOwn) {
  const auto plain = tokens(std::nullopt);
  const std::uint32_t lora = m_engine->loadAdapter(folder() / "lora_adapter", 0);
  const std::uint32_t rslora = m_engine->loadAdapter(folder() / "rslora_adapter_fixed.gguf", 0);
  EXPECT_EQ(m_engine->adapters().size(), 2u);
  EXPECT_EQ(tokens(std::nullopt), plain) << "a scale of 0 is no adapter";
  const std::vector<std::vector<AdapterScale>> wanted = {
      {{lora, 1}}, {{rslora, 1}}, {}, {{lora, 0.5f}, {rslora, 0.5f}}};
  std::vector<std::vector<TokenId>> alone;
  for (const auto& one : wanted) alone.push_back(tokens(one));
  EXPECT_EQ(alone[2], plain);
  EXPECT_NE(alone[0], plain);
  EXPECT_NE(alone[1], alone[0]);
  std::vector<std::future<Answer>> together;
  for (const auto& one : wanted) together.push_back(start(request(one)));
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_EQ(together[i].get().tokens, alone[i]) << i;
}

TEST_F(EngineAdapters, ShareNoCacheButWithThemselves) {
  const std::uint32_t lora = m_engine->loadAdapter(folder() / "lora_adapter", 0);
  const auto cached = [&](std::optional<std::vector<AdapterScale>> adapters) {
    return start(request(std::move(adapters), 1)).get().last.stats.cachedPromptTokens;
  };
  using Scales = std::vector<AdapterScale>;
  EXPECT_EQ(cached(std::nullopt), 0u);
  EXPECT_EQ(cached(Scales{{lora, 1}}), 0u);
  EXPECT_EQ(cached(Scales{{lora, 0.5f}}), 0u);
  EXPECT_GT(cached(std::nullopt), 0u);
  EXPECT_GT(cached(Scales{{lora, 1}}), 0u);
  EXPECT_GT(cached(Scales{{lora, 0.5f}}), 0u);
  // The same adapter under another name, from another format.
  const std::uint32_t again = m_engine->loadAdapter(folder() / "lora_adapter_llamacpp.gguf", 0);
  EXPECT_GT(cached(Scales{{again, 1}}), 0u);
}

TEST_F(EngineAdapters, StayWithTheAnswerThatUsesThem) {
  const auto expected = [&] {
    const std::uint32_t id = m_engine->loadAdapter(folder() / "lora_adapter", 0);
    auto answer = start(request(std::vector<AdapterScale>{{id, 1}}, 60)).get().tokens;
    m_engine->unloadAdapter(id);
    return answer;
  }();
  const std::uint32_t id = m_engine->loadAdapter(folder() / "lora_adapter", 0);
  const auto began = std::make_shared<std::promise<void>>();
  const auto done = std::make_shared<std::promise<std::vector<TokenId>>>();
  const auto found = std::make_shared<std::vector<TokenId>>();
  (void)m_engine->submit(request(std::vector<AdapterScale>{{id, 1}}, 60),
                         [began, done, found](const GenerationEvent& event) {
                           if (event.token >= 0) found->push_back(event.token);
                           if (found->size() == 1 && event.token >= 0) began->set_value();
                           if (event.last) done->set_value(*found);
                           return true;
                         });
  began->get_future().get();
  m_engine->unloadAdapter(id);
  EXPECT_TRUE(m_engine->adapters().empty());
  EXPECT_EQ(done->get_future().get(), expected);
  EXPECT_THROW((void)start(request(std::vector<AdapterScale>{{id, 1}})), Error);
  EXPECT_THROW(m_engine->unloadAdapter(id), Error);
}

TEST_F(EngineAdapters, HaveAScaleForThoseWhoNameNone) {
  const std::uint32_t lora = m_engine->loadAdapter(folder() / "lora_adapter", 1);
  const std::uint32_t rslora = m_engine->loadAdapter(folder() / "rslora_adapter", 0);
  using Scales = std::vector<AdapterScale>;
  EXPECT_EQ(tokens(std::nullopt), tokens(Scales{{lora, 1}}));
  const Scales only = {{rslora, 0.75f}};
  m_engine->setAdapterScales(only);
  EXPECT_EQ(m_engine->adapters()[0].scale, 0);
  EXPECT_EQ(tokens(std::nullopt), tokens(only));
  const Scales unknown = {{lora, 1}, {99, 1}};
  EXPECT_THROW(m_engine->setAdapterScales(unknown), Error);
  const Scales infinite = {{lora, INFINITY}};
  EXPECT_THROW(m_engine->setAdapterScales(infinite), Error);
  EXPECT_EQ(m_engine->adapters()[1].scale, 0.75f);
}

TEST_F(EngineAdapters, AreRefusedWithAReason) {
  const auto refusal = [&](const fs::path& path) -> std::string {
    try {
      (void)m_engine->loadAdapter(path, 1);
    } catch (const Error& error) {
      return error.sentence();
    }
    return "nothing";
  };
  EXPECT_NE(refusal(folder() / "tiny-f32.gguf").find("a model and no adapter"), std::string::npos);
  EXPECT_NE(refusal(folder() / "nothing.gguf"), "nothing");
  EXPECT_NE(refusal(folder() / "tiny_hf"), "nothing");
  EXPECT_TRUE(m_engine->adapters().empty());
}

TEST(AdapterStart, DependsOnAdaptersAndScales) {
  const auto adapter = [](const char* identity) {
    auto made = std::make_shared<models::Adapter>();
    made->identity = identity;
    return std::shared_ptr<const models::Adapter>(std::move(made));
  };
  const cache::ChainKey root = cache::rootKey("a model");
  const auto start = [&](const std::vector<models::AdapterUse>& uses) {
    return startWith(root, uses);
  };
  EXPECT_EQ(start({}), root);
  const auto a = adapter("a"), b = adapter("b");
  EXPECT_EQ(start({{a, 1}}), start({{adapter("a"), 1}}));
  EXPECT_FALSE(start({{a, 1}}) == root);
  EXPECT_FALSE(start({{a, 1}}) == start({{b, 1}}));
  EXPECT_FALSE(start({{a, 1}}) == start({{a, 1.0000001f}}));
  EXPECT_FALSE(start({{a, 1}, {b, 1}}) == start({{a, 1}}));
}

}  // namespace
}  // namespace alcove::runtime
