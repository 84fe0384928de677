// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What of a conversation stays when its context is full.
#include "runtime/prompt.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTemplate =
    "{% for m in messages %}<|im_start|>{{ m.role }}:{{ m.content }}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant:{% endif %}";
constexpr std::uint32_t kLargeContext = 100'000;

class KeptTokens : public testing::Test {
 protected:
  void load(const char* chatTemplate) {
    test::GgufBuilder model = test::littleModel();
    model.set(test::stringValue("tokenizer.chat_template", chatTemplate));
    EngineOptions options;
    options.contextTokens = 64;
    m_engine = Engine::open(m_folder.write("model.gguf", model.build()), options);
  }
  // The text of the tokens that are kept.
  std::string kept(const ordered_json& messages, ContextPolicy policy,
                   std::uint32_t contextTokens = kLargeContext) {
    const Prompt prompt = chatPrompt(*m_engine, messages, {.policy = policy});
    const std::uint32_t count = keptTokens(prompt, policy, contextTokens);
    std::string text;
    for (std::uint32_t i = 0; i < count; ++i) text += m_engine->tokenizer().bytes(prompt.tokens[i]);
    return text;
  }
  static ordered_json messages(std::initializer_list<const char*> roles) {
    ordered_json result = ordered_json::array();
    for (const char* role : roles)
      result.push_back({{"role", role}, {"content", std::to_string(result.size())}});
    return result;
  }

  test::TemporaryFolder m_folder;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(KeptTokens, SlideKeepsTheSystemMessageAndTheFirstExchange) {
  load(kTemplate);
  const auto chat = messages({"system", "user", "assistant", "user", "assistant", "user"});
  EXPECT_EQ(kept(chat, ContextPolicy::Slide),
            "<|im_start|>system:0<|im_end|><|im_start|>user:1<|im_end|>"
            "<|im_start|>assistant:2<|im_end|>");
  EXPECT_EQ(kept(chat, ContextPolicy::MiddleOut), "<|im_start|>system:0<|im_end|>");
  EXPECT_EQ(kept(chat, ContextPolicy::Stop), "");
}

TEST_F(KeptTokens, AFirstExchangeThatWouldTakeMostOfTheContextIsNotKept) {
  load(kTemplate);
  const auto chat = messages({"system", "user", "assistant", "user"});
  EXPECT_EQ(kept(chat, ContextPolicy::Slide, 20), "<|im_start|>system:0<|im_end|>");
}

TEST_F(KeptTokens, WhatIsNotThereIsNotKept) {
  load(kTemplate);
  EXPECT_EQ(kept(messages({"user"}), ContextPolicy::Slide), "");
  EXPECT_EQ(kept(messages({"user", "assistant"}), ContextPolicy::Slide), "");
  EXPECT_EQ(kept(messages({"user", "assistant", "user"}), ContextPolicy::Slide),
            "<|im_start|>user:0<|im_end|><|im_start|>assistant:1<|im_end|>");
  EXPECT_EQ(kept(messages({"system", "user"}), ContextPolicy::Slide),
            "<|im_start|>system:0<|im_end|>");
}

TEST_F(KeptTokens, ATemplateThatRefusesTheBeginningAloneKeepsNothing) {
  load(
      "{% if messages | length < 4 %}{{ raise_exception('too short') }}{% endif %}"
      "{% for m in messages %}{{ m.content }}{% endfor %}");
  EXPECT_EQ(kept(messages({"system", "user", "assistant", "user"}), ContextPolicy::Slide), "");
}

}  // namespace
}  // namespace alcove::runtime
