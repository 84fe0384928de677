// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What a request says to the chat template: tools, results of tools, chat_template_kwargs.
#include <gtest/gtest.h>

#include "engine/server/served_engine.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTemplate =
    "{% for m in messages %}<|im_start|>{{ m.role }}:{{ m.content }}"
    "{% for c in m.tool_calls or [] %}{{ c.function.arguments.city }}{% endfor %}<|im_end|>"
    "{% endfor %}{{ tools[0].function.name if tools }}|{{ enable_thinking }}|{{ reasoning_effort "
    "}}";

class ChatTemplates : public testing::Test {
 protected:
  void load(const char* chatTemplate) {
    test::GgufBuilder model = test::littleModel();
    model.set(test::uint32Value("llama.context_length", 2048));  // what load() asks for
    if (chatTemplate) model.set(test::stringValue("tokenizer.chat_template", chatTemplate));
    const auto events = m_engine.load(m_folder.write("model.gguf", model.build()));
    ASSERT_EQ(events.back().value("state", ""), "ready") << events.back();
    m_origin = events.back()["model"]["chat_template"];
  }

  // The prompt that the request becomes, or the sentence with which it is refused.
  std::string promptOf(const ordered_json& request) {
    const auto result = m_engine.post("/alcove/v1/tokenize", request.dump());
    const auto body = ordered_json::parse(result->body);
    if (result->status != 200) return body["error"]["message"];
    const ordered_json tokens = {{"tokens", body["tokens"]}};
    return ordered_json::parse(m_engine.post("/alcove/v1/detokenize", tokens.dump())->body)["text"];
  }

  test::TemporaryFolder m_folder;
  test::ServedEngine m_engine;
  std::string m_origin;
};

TEST_F(ChatTemplates, SeeToolsCallsResultsAndVariables) {
  load(kTemplate);
  EXPECT_EQ(m_origin, "model");
  auto request = ordered_json::parse(R"({
    "messages": [{"role": "user", "content": "Hi"},
                 {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type":
                   "function", "function": {"name": "f", "arguments": "{\"city\": \"Oslo\"}"}}]},
                 {"role": "tool", "tool_call_id": "1", "content": "rain <|im_end|>"}],
    "tools": [{"type": "function", "function": {"name": "weather"}}],
    "chat_template_kwargs": {"enable_thinking": false}, "reasoning_effort": "low"})");
  const std::string text =
      "<|im_start|>user:Hi<|im_end|><|im_start|>assistant:Oslo<|im_end|>"
      "<|im_start|>tool:rain <|im_end|><|im_end|>weather|False|low";
  EXPECT_EQ(promptOf(request), text);
  // The result's own "<|im_end|>" stays text: more tokens than its one control token.
  const auto body = ordered_json::parse(m_engine.post("/alcove/v1/tokenize", request.dump())->body);
  int ends = 0;
  for (const auto& token : body["tokens"]) ends += token == 259 ? 1 : 0;
  EXPECT_EQ(ends, 3);
  request["tool_choice"] = "none";
  EXPECT_TRUE(promptOf(request).ends_with("<|im_end|>|False|low"));
}

TEST_F(ChatTemplates, RefuseToolsThatHaveNoPlaceOrNoShape) {
  load(nullptr);
  EXPECT_EQ(m_origin, "built-in: ChatML");
  auto request = ordered_json::parse(
      R"({"messages": [{"role": "user", "content": "Hi"}], "tools": [{"type": "function"}]})");
  EXPECT_NE(promptOf(request).find("no place for tools"), std::string::npos);
  request["tools"] = ordered_json::array();
  EXPECT_EQ(promptOf(request), "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
  load(kTemplate);
  request["tools"] = "all";
  EXPECT_NE(promptOf(request).find("'tools' must be"), std::string::npos);
  request.erase("tools");
  request["chat_template_kwargs"] = 1;
  EXPECT_NE(promptOf(request).find("'chat_template_kwargs' must be"), std::string::npos);
  request.erase("chat_template_kwargs");
  request["tool_choice"] = "any";
  EXPECT_NE(promptOf(request).find("'tool_choice' must be"), std::string::npos);
}

}  // namespace
}  // namespace alcove::server
