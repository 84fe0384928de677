// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What models of many families write reaches a client as content, thoughts and calls, whole and
// streamed; and calls that a request forces.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/server/little_chat.h"
#include "support/answer_units.h"

namespace alcove::server {
namespace {

using test::LittleChat;
using Json = LittleChat::Json;

// A message of the protocol as the cases write it, and what must hold of every one.
std::string textOf(const Json& message, const Json& problems) {
  chat::AnswerMessage said;
  said.reasoning = message.value("reasoning_content", "");
  if (message["content"].is_string()) said.content = message["content"];
  for (const Json& call : message.value("tool_calls", Json::array())) {
    EXPECT_EQ(call["type"], "function");
    EXPECT_FALSE(call["id"].get<std::string>().empty());
    said.toolCalls.push_back(
        {call["id"], call["function"]["name"], call["function"]["arguments"], {}});
  }
  Json text = Json::parse(test::messageText(said));
  text["problems"] = problems;
  return text.dump();
}

class ToolCases : public testing::TestWithParam<const char*> {
 protected:
  LittleChat m_chat;
};

TEST_P(ToolCases, ReachTheClient) {
  const auto cases = test::readAnswerCases(std::filesystem::path(ALCOVE_TOOL_CASES) / GetParam());
  int run = 0;
  for (const test::AnswerCase& item : cases) {
    // What a request is held to is text, which cannot be control tokens, and no thought that the
    // template has begun.
    const std::string tail = item.setup.value("tail", "");
    const bool held = !item.setup.contains("control") && chat::openThought(tail).empty();
    if (!held || item.answer.empty()) continue;
    SCOPED_TRACE(item.title);
    m_chat.load(item.setup.value("template", ""), tail);
    Json request = LittleChat::question();
    request["grammar"] = LittleChat::saying(item.answer);
    if (item.setup.value("tools", true)) request["tools"] = test::testTools();
    Json expected = Json::parse(item.message);
    for (Json& call : expected["calls"])
      if (call.size() > 2) call.erase(2);  // the problem is not told

    const Json whole = m_chat.whole(request)["choices"][0];
    EXPECT_EQ(textOf(whole["message"], expected["problems"]), expected.dump()) << whole;
    EXPECT_EQ(whole["finish_reason"], expected["calls"].empty() ? "stop" : "tool_calls");
    EXPECT_EQ(whole["message"]["content"].is_null(),
              !expected["calls"].empty() && expected["content"] == "");
    const Json streamed = LittleChat::choicesOf(m_chat.chunks(request))[0];
    EXPECT_EQ(textOf(streamed["message"], expected["problems"]), expected.dump()) << streamed;
    EXPECT_EQ(streamed["finish_reason"], whole["finish_reason"]);
    ++run;
  }
  EXPECT_GT(run, 3);
}

INSTANTIATE_TEST_SUITE_P(Files, ToolCases,
                         testing::Values("tagged.case", "json.case", "marked.case", "pythonic.case",
                                         "reasoning.case"),
                         [](const auto& each) {
                           const std::string name = each.param;
                           return name.substr(0, name.find('.'));
                         });

// Tools whose calls are short, whatever the model draws.
Json shortTools() {
  return Json::parse(R"([
    {"type": "function", "function": {"name": "light", "parameters": {"type": "object",
      "properties": {"on": {"type": "boolean"}}, "required": ["on"], "additionalProperties": false}}},
    {"type": "function", "function": {"name": "colour", "parameters": {"type": "object",
      "properties": {"name": {"enum": ["red", "blue"]}}, "required": ["name"]}}}])");
}

struct Family {
  const char* name;
  const char* words;
  std::vector<std::string> control;
};

class ForcedCalls : public testing::TestWithParam<Family> {
 protected:
  void SetUp() override { m_chat.load(GetParam().words, "", GetParam().control); }
  // The only call of the answer, which is the same streamed.
  Json callOf(const Json& request) {
    const Json whole = m_chat.whole(request)["choices"][0];
    EXPECT_EQ(whole["finish_reason"], "tool_calls");
    EXPECT_TRUE(whole["message"]["content"].is_null()) << whole;
    EXPECT_EQ(whole["message"]["tool_calls"].size(), 1u) << whole;
    Json streamed = LittleChat::choicesOf(m_chat.chunks(request))[0];
    streamed["message"]["tool_calls"][0]["id"] = whole["message"]["tool_calls"][0]["id"];
    EXPECT_EQ(streamed["message"], whole["message"]);
    return whole["message"]["tool_calls"][0]["function"];
  }
  LittleChat m_chat;
};

TEST_P(ForcedCalls, CallTheToolThatIsNamed) {
  Json request = LittleChat::question();
  request["temperature"] = 0;
  request["tools"] = shortTools();
  for (const char* name : {"light", "colour"}) {
    request["tool_choice"] = {{"type", "function"}, {"function", {{"name", name}}}};
    const Json call = callOf(request);
    EXPECT_EQ(call["name"], name);
    const Json arguments = Json::parse(call["arguments"].get<std::string>());
    EXPECT_EQ(arguments.size(), 1u);
    EXPECT_TRUE(name == std::string("light")
                    ? arguments["on"].is_boolean()
                    : arguments["name"] == "red" || arguments["name"] == "blue")
        << arguments;
  }
}

TEST_P(ForcedCalls, CallAnyToolWhereOneIsRequired) {
  Json request = LittleChat::question();
  request["temperature"] = 0;
  request["tools"] = shortTools();
  request["tool_choice"] = "required";
  const Json call = callOf(request);
  EXPECT_TRUE(call["name"] == "light" || call["name"] == "colour");
}

INSTANTIATE_TEST_SUITE_P(
    Families, ForcedCalls,
    testing::Values(Family{"Hermes", "<tool_call>", {}},
                    Family{"HermesWithTokens", "<tool_call>", {"<tool_call>", "</tool_call>"}},
                    Family{"Mistral", "[TOOL_CALLS]", {"[TOOL_CALLS]"}},
                    Family{"Llama3", "ipython", {}}, Family{"Nemotron", "<TOOLCALL>", {}},
                    Family{"Functionary31", "<function= <|python_tag|>", {}},
                    Family{"Functionary32", ">>>", {}},
                    Family{"CommandR", "<|START_ACTION|>", {"<|START_ACTION|>", "<|END_ACTION|>"}},
                    Family{"Granite3", "<|tool_call|>", {"<|tool_call|>"}},
                    Family{"Generic", "", {}},
                    Family{"DeepSeek",
                           "<｜tool▁call▁begin｜>",
                           {"<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>", "<｜tool▁sep｜>",
                            "<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>"}},
                    Family{
                        "Harmony",
                        "<|channel|> <|message|>",
                        {"<|channel|>", "<|message|>", "<|constrain|>", "<|start|>", "<|call|>"}}),
    [](const auto& each) { return std::string(each.param.name); });

class ToolChoice : public testing::Test {
 protected:
  // The sentence with which the request is refused.
  std::string refusal(const Json& request) {
    const auto result = m_chat.post(request);
    EXPECT_EQ(result->status, 400) << result->body;
    return Json::parse(result->body)["error"]["message"];
  }
  LittleChat m_chat;
};

TEST_F(ToolChoice, IsRefusedWhereNothingCanBeCalled) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["tool_choice"] = "required";
  EXPECT_NE(refusal(request).find("no 'tools'"), std::string::npos);
  request["tools"] = shortTools();
  for (const char* choice :
       {R"("any")", "1", "[]", R"({"type":"function"})",
        R"({"type":"function","function":{"name":7}})", R"({"type":"allowed_tools"})"}) {
    request["tool_choice"] = Json::parse(choice);
    EXPECT_NE(refusal(request).find("'tool_choice' must be"), std::string::npos) << choice;
  }
  request["tool_choice"] = {{"type", "function"}, {"function", {{"name", "heating"}}}};
  EXPECT_NE(refusal(request).find("'heating', which is none"), std::string::npos);
  request["tools"][0]["function"]["name"] = "a \"b";
  request["tool_choice"] = "required";
  EXPECT_NE(refusal(request).find("name of a tool"), std::string::npos);
}

TEST_F(ToolChoice, ASchemaThatCannotBeKeptToIsRefusedWhereItIsStrict) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["tools"] = Json::parse(R"([{"type": "function", "function": {"name": "f", "parameters":
    {"type": "object", "properties": {}, "patternProperties": {"^x": {}}}}}])");
  request["tool_choice"] = "required";
  request["max_tokens"] = 64;
  const Json answer = m_chat.whole(request)["choices"][0];
  EXPECT_EQ(answer["message"]["tool_calls"][0]["function"]["name"], "f");
  request["tools"][0]["function"]["strict"] = true;
  EXPECT_FALSE(refusal(request).empty());
}

TEST_F(ToolChoice, NoneLeavesCallsAsText) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["tools"] = shortTools();
  const std::string text = R"(<tool_call>{"name": "light", "arguments": {"on": true}}</tool_call>)";
  request["grammar"] = LittleChat::saying(text);
  request["tool_choice"] = "none";
  const Json choice = m_chat.whole(request)["choices"][0];
  EXPECT_EQ(choice["message"]["content"], text);
  EXPECT_EQ(choice["finish_reason"], "stop");
}

TEST_F(ToolChoice, WithoutParallelCallsTheFirstOneEndsTheAnswer) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["tools"] = shortTools();
  const std::string call = R"(<tool_call>{"name": "light", "arguments": {"on": true}}</tool_call>)";
  request["grammar"] = LittleChat::saying("So: " + call + "\n" + call + " and that was all of it.");
  EXPECT_EQ(m_chat.whole(request)["choices"][0]["message"]["tool_calls"].size(), 2u);
  request["parallel_tool_calls"] = false;
  const Json one = m_chat.whole(request)["choices"][0];
  EXPECT_EQ(one["message"]["tool_calls"].size(), 1u);
  EXPECT_EQ(one["message"]["content"], "So:");
  EXPECT_EQ(one["finish_reason"], "tool_calls");
  const Json streamed = LittleChat::choicesOf(m_chat.chunks(request))[0];
  EXPECT_EQ(streamed["message"]["tool_calls"].size(), 1u);
  EXPECT_EQ(streamed["finish_reason"], "tool_calls");
}

TEST_F(ToolChoice, ACallThatIsCutOffEndsWithLength) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["tools"] = shortTools();
  request["grammar"] =
      LittleChat::saying(R"(<tool_call>{"name": "light", "arguments": {"on": true}}</tool_call>)");
  request["max_tokens"] = 45;
  const Json choice = m_chat.whole(request)["choices"][0];
  EXPECT_EQ(choice["message"]["tool_calls"][0]["function"]["name"], "light");
  EXPECT_EQ(choice["finish_reason"], "length");
}

TEST_F(ToolChoice, AThoughtThatTheTemplateBeganIsClosedForAFormat) {
  m_chat.load("<think>", "<think>\n");
  Json request = LittleChat::question();
  request["temperature"] = 0;
  request["response_format"] = Json::parse(
      R"({"type": "json_schema", "json_schema": {"name": "x", "strict": true, "schema": {"enum": [1, 2]}}})");
  const Json message = m_chat.whole(request)["choices"][0]["message"];
  EXPECT_TRUE(message["content"] == "1" || message["content"] == "2") << message;
  EXPECT_FALSE(message.contains("reasoning_content"));
}

TEST_F(ToolChoice, ManyToolsAreRefusedWhereEachNeedsAFormOfItsOwn) {
  m_chat.load(
      "<|tool_call_begin|>", "",
      {"<|tool_calls_section_begin|>", "<|tool_call_begin|>", "<|tool_call_argument_begin|>"});
  Json request = LittleChat::question();
  for (int i = 0; i < 129; ++i)
    request["tools"].push_back(
        {{"type", "function"}, {"function", {{"name", "f" + std::to_string(i)}}}});
  request["tool_choice"] = "required";
  EXPECT_NE(refusal(request).find("at most 128 tools"), std::string::npos);
}

TEST_F(ToolChoice, OldFunctionsAreRefused) {
  m_chat.load("<tool_call>");
  Json request = LittleChat::question();
  request["functions"] = Json::array({{{"name", "f"}}});
  EXPECT_NE(refusal(request).find("send 'tools'"), std::string::npos);
}

// A format for the content leaves room for what is none.
class Formats : public testing::Test {
 protected:
  // Answers to the same request by many seeds: their messages.
  std::vector<Json> answers(const char* schema, bool withTools, Json bias = Json::object()) {
    Json request = LittleChat::question();
    request["response_format"] = {
        {"type", "json_schema"},
        {"json_schema", {{"name", "x"}, {"strict", true}, {"schema", Json::parse(schema)}}}};
    if (withTools) request["tools"] = shortTools();
    request["n"] = 16;
    request["seed"] = 5;
    request["max_tokens"] = 400;
    request["logit_bias"] = std::move(bias);
    std::vector<Json> messages;
    const Json whole = m_chat.whole(request);
    for (const Json& choice : whole["choices"])
      if (choice["finish_reason"] != "length") messages.push_back(choice["message"]);
    return messages;
  }
  static Json contentOf(const Json& message) {
    const Json& content = message["content"];
    return content.is_string() ? Json::parse(content.get<std::string>(), nullptr, false) : Json();
  }
  LittleChat m_chat;
};

TEST_F(Formats, LeaveRoomForACallWhereThereAreTools) {
  for (const Family& family :
       {Family{"Hermes", "<tool_call>", {"<tool_call>", "</tool_call>"}},
        Family{"Llama3", "ipython", {}},
        Family{"DeepSeek",
               "<｜tool▁call▁begin｜>",
               {"<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>", "<｜tool▁sep｜>"}},
        Family{"Harmony",
               "<|channel|> <|message|>",
               {"<|channel|>", "<|message|>", "<|constrain|>", "<|start|>", "<|call|>"}}}) {
    SCOPED_TRACE(family.name);
    m_chat.load(family.words, "", family.control);
    int called = 0;
    int said = 0;
    // Where calls are told by nothing but their text: '{', '"' and then a bit rather 'n' than 'a'.
    const bool plain = family.control.empty();
    const Json bias = plain ? Json{{"123", 5}, {"34", 5}, {"110", 1}} : Json::object();
    for (const Json& message : answers(R"({"enum": [{"a": 1}, {"a": 2}]})", true, bias)) {
      if (message.contains("tool_calls")) {
        ++called;
        EXPECT_TRUE(message["content"].is_null()) << message;
        EXPECT_TRUE(
            Json::parse(message["tool_calls"][0]["function"]["arguments"].get<std::string>())
                .is_object());
      } else {
        ++said;
        EXPECT_TRUE(contentOf(message).is_structured()) << message;
      }
    }
    EXPECT_GT(called, 0);
    EXPECT_GT(said, 0);
  }
}

TEST_F(Formats, LeaveRoomForAThought) {
  const std::vector<std::string> marks = {"<think>", "</think>"};
  for (const char* tail : {"<think>\n", "", "<think>\n\n</think>\n\n"}) {
    SCOPED_TRACE(tail);
    m_chat.load("<think>", tail, marks);
    int thought = 0;
    const auto messages = answers(R"({"enum": [1, 2]})", false, {{"261", 3}});  // </think>
    ASSERT_FALSE(messages.empty());
    for (const Json& message : messages) {
      EXPECT_TRUE(contentOf(message) == 1 || contentOf(message) == 2) << message;
      thought += message.contains("reasoning_content") ? 1 : 0;
    }
    if (tail == std::string("<think>\n")) {
      EXPECT_GT(thought, 0);
    } else if (*tail != 0) {
      EXPECT_EQ(thought, 0) << "the template has ended it";
    }
  }
}

TEST_F(Formats, OfHarmonyAreTheFinalMessage) {
  m_chat.load("<|channel|> <|message|>", "",
              {"<|channel|>", "<|message|>", "<|start|>", "<|end|>"});
  for (const Json& message : answers(R"({"enum": [1, 2]})", false))
    EXPECT_TRUE(contentOf(message) == 1 || contentOf(message) == 2) << message;
}

TEST_F(Formats, AreRefusedBesideToolsWhereCallsHaveNoForm) {
  m_chat.load("<|tool_list_start|>");
  Json request = LittleChat::question();
  request["tools"] = shortTools();
  request["response_format"] = {{"type", "json_object"}};
  const auto result = m_chat.post(request);
  EXPECT_EQ(result->status, 400);
  EXPECT_EQ(Json::parse(result->body)["error"]["param"], "response_format");
}

TEST_F(ToolChoice, ThoughtsAreCounted) {
  m_chat.load("<think>");
  Json request = LittleChat::question();
  request["grammar"] = LittleChat::saying("<think>Hm, so.</think>Yes");
  const Json answer = m_chat.whole(request);
  const int thoughts = answer["usage"]["completion_tokens_details"]["reasoning_tokens"];
  EXPECT_GE(thoughts, 6);
  EXPECT_LE(thoughts, int(answer["usage"]["completion_tokens"]) - 3);
  EXPECT_EQ(answer["choices"][0]["message"]["reasoning_content"], "Hm, so.");
}

}  // namespace
}  // namespace alcove::server
