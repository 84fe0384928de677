// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Anthropic's messages and OpenAI's responses against the real program: the same answer with a
// thought, a text and a call, whole and streamed, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/server/little_chat.h"

namespace alcove::server {
namespace {

using test::LittleChat;
using testing::HasSubstr;
using Json = LittleChat::Json;

constexpr const char* kMessages = "/v1/messages";
constexpr const char* kCount = "/v1/messages/count_tokens";
constexpr const char* kResponses = "/v1/responses";
constexpr const char* kAnswer =
    "<think>\nHm.\n</think>\n\nI look.\n<tool_call>\n"
    "{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>";

Json withMembers(Json request, const std::string& members) {
  request.update(Json::parse("{" + members + "}"));
  return request;
}

Json messagesRequest(const std::string& members = {}) {
  const Json base = Json::parse(R"({"max_tokens":400,"messages":[{"role":"user","content":"Hi"}],
      "tools":[{"name":"weather","input_schema":{"type":"object"}}]})");
  return withMembers(base, members);
}

Json responsesRequest(const std::string& members = {}) {
  const Json base = Json::parse(R"({"input":"Hi","max_output_tokens":400,
      "tools":[{"type":"function","name":"weather","parameters":{"type":"object"}}]})");
  return withMembers(base, members);
}

class Dialects : public testing::Test {
 protected:
  void SetUp() override { m_chat.load("<tool_call> <think>"); }

  // The events of a stream, without the ping.
  std::vector<Json> events(Json request, const char* path) {
    request["stream"] = true;
    const auto result = m_chat.post(request, path);
    if (!result || result->status != 200) {
      ADD_FAILURE() << (result ? result->body : httplib::to_string(result.error()));
      return {};
    }
    EXPECT_EQ(result->get_header_value("Content-Type"), "text/event-stream");
    std::vector<Json> events;
    for (const std::string& line : test::eventLines(result->body)) {
      Json event = Json::parse(line);
      EXPECT_THAT(result->body, HasSubstr("event: " + event["type"].get<std::string>() + "\n"));
      if (event["type"] != "ping") events.push_back(std::move(event));
    }
    return events;
  }

  std::string refusal(const std::string& body, const char* path, int status = 400) {
    const auto result = m_chat.engine().post(path, body);
    if (!result) return httplib::to_string(result.error());
    EXPECT_EQ(result->status, status) << result->body.substr(0, 300);
    const Json answer = Json::parse(result->body, nullptr, false);
    if (!answer.is_object()) return result->body;
    const bool anthropic = path != std::string_view(kResponses);
    EXPECT_EQ(answer.value("type", ""), anthropic ? "error" : "") << answer;
    if (anthropic && status == 400)
      EXPECT_EQ(answer["error"]["type"], "invalid_request_error") << answer;
    const std::string sentence = answer["error"]["message"];
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    return sentence;
  }

  LittleChat m_chat;
};

TEST_F(Dialects, AMessageWithAThoughtATextAndACall) {
  Json request = messagesRequest();
  request["grammar"] = LittleChat::saying(kAnswer);
  const Json whole = m_chat.whole(request, kMessages);
  ASSERT_EQ(whole["content"].size(), 3u) << whole;
  EXPECT_EQ(whole["content"][0]["thinking"], "Hm.");
  EXPECT_EQ(whole["content"][1], Json::parse(R"({"type":"text","text":"I look."})"));
  EXPECT_EQ(whole["content"][2]["input"], Json::parse(R"({"city":"Rome"})"));
  EXPECT_EQ(whole["stop_reason"], "tool_use");

  const auto streamed = events(request, kMessages);
  std::map<std::size_t, std::string> said;
  for (const Json& event : streamed)
    if (event["type"] == "content_block_delta")
      for (const char* name : {"text", "thinking", "partial_json"})
        said[event["index"]] += event["delta"].value(name, "");
  EXPECT_EQ(said[0], "Hm.");
  EXPECT_EQ(said[1], "I look.");
  EXPECT_EQ(Json::parse(said[2]), whole["content"][2]["input"]);
  ASSERT_GT(streamed.size(), 2u);
  EXPECT_EQ(streamed.front()["type"], "message_start");
  EXPECT_EQ(streamed[streamed.size() - 2]["delta"]["stop_reason"], "tool_use");
  EXPECT_EQ(streamed.back()["type"], "message_stop");
}

TEST_F(Dialects, AResponseWithAThoughtATextAndACall) {
  Json request = responsesRequest();
  request["grammar"] = LittleChat::saying(kAnswer);
  const Json whole = m_chat.whole(request, kResponses);
  ASSERT_EQ(whole["output"].size(), 3u) << whole;
  EXPECT_EQ(whole["output"][0]["content"][0]["text"], "Hm.");
  EXPECT_EQ(whole["output"][1]["content"][0]["text"], "I look.");
  EXPECT_EQ(Json::parse(whole["output"][2]["arguments"].get<std::string>()),
            Json::parse(R"({"city":"Rome"})"));
  EXPECT_EQ(whole["status"], "completed");
  EXPECT_GT(whole["usage"]["output_tokens_details"]["reasoning_tokens"], 0);

  const auto streamed = events(request, kResponses);
  ASSERT_GT(streamed.size(), 10u);
  EXPECT_EQ(streamed.front()["type"], "response.created");
  EXPECT_EQ(streamed.back()["type"], "response.completed");
  const Json& last = streamed.back()["response"]["output"];
  ASSERT_EQ(last.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(last[i]["type"], whole["output"][i]["type"]);
    EXPECT_EQ(last[i].value("content", Json()), whole["output"][i].value("content", Json()));
    EXPECT_EQ(last[i].value("arguments", ""), whole["output"][i].value("arguments", ""));
  }
}

// What the model is told depends on what was said, not on the dialect in which it was said.
TEST_F(Dialects, TheSamePromptInEach) {
  const auto count = [&](const Json& body) {
    return m_chat.whole(body, "/alcove/v1/tokenize")["count"].get<std::size_t>();
  };
  const std::size_t chat = count(Json::parse(R"({"messages":[{"role":"system","content":"Brief."},
      {"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"weather"}}]})"));
  EXPECT_EQ(m_chat.whole(messagesRequest(R"("system":"Brief.")"), kCount)["input_tokens"], chat);
  const Json usage = m_chat.whole(
      responsesRequest(R"("instructions":"Brief.","max_output_tokens":1)"), kResponses)["usage"];
  EXPECT_EQ(usage["input_tokens"], chat);
}

TEST_F(Dialects, WrongMessages) {
  const std::string deep = std::string(100'000, '[') + "1" + std::string(100'000, ']');
  std::string many = R"({"type":"image"})";
  for (int i = 0; i < 100'000; ++i) many += R"(,{"type":"text","text":""})";
  for (
      const std::string& members : {
          std::string(R"("max_tokens":0)"),
          std::string(R"("max_tokens":null)"),
          std::string(R"("max_tokens":1e400)"),
          std::string(R"("messages":7)"),
          std::string(R"("stop_sequences":7)"),
          std::string(R"("temperature":"hot")"),
          std::string(R"("stream":1)"),
          std::string(R"("tool_choice":"any")"),
          std::string(R"("tool_choice":{"type":"some"})"),
          std::string(R"("tool_choice":{"type":"tool"})"),
          std::string(R"("tool_choice":{"type":"tool","name":"tide"})"),
          std::string(R"("thinking":true)"),
          std::string(R"("thinking":{"type":"deep"})"),
          std::string(R"("output_config":{"format":{"type":"xml"}})"),
          std::string(
              R"("grammar":"root ::= \"x\"","output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}})"),
          std::string(R"("mcp_servers":[{"url":"http://x/"}])"),
          R"("messages":[{"role":"user","content":[)" + many + "]}]",
          R"("system":)" + deep,
      }) {
    SCOPED_TRACE(members.substr(0, 80));
    // The last of two members of one name counts.
    std::string body = messagesRequest().dump();
    body.back() = ',';
    (void)refusal(body + members + "}", kMessages);
  }
  EXPECT_THAT(refusal("{}", kCount), HasSubstr("'messages'"));
  EXPECT_THAT(refusal(messagesRequest(R"("model":"claude")").dump(), kMessages, 404),
              HasSubstr("claude"));
}

TEST_F(Dialects, WrongResponses) {
  const std::string deep = std::string(100'000, '[') + "1" + std::string(100'000, ']');
  for (const std::string& members : {
           std::string(R"("input":null)"),
           std::string(R"("input":{})"),
           std::string(R"("max_output_tokens":0)"),
           std::string(R"("store":true)"),
           std::string(R"("store":"no")"),
           std::string(R"("previous_response_id":"resp_1")"),
           std::string(R"("conversation":"conv_1")"),
           std::string(R"("prompt":{"id":"p"})"),
           std::string(R"("background":true)"),
           std::string(R"("include":["message.output_text.logprobs"])"),
           std::string(R"("include":7)"),
           std::string(R"("top_logprobs":3)"),
           std::string(R"("tools":[{"type":"web_search"}])"),
           std::string(R"("tool_choice":"any")"),
           std::string(R"("tool_choice":7)"),
           std::string(R"("tool_choice":{"type":"function","name":"tide"})"),
           std::string(R"("tool_choice":{"type":"allowed_tools","mode":"auto","tools":[7]})"),
           std::string(R"("text":"json")"),
           std::string(R"("text":{"format":{"type":"xml"}})"),
           std::string(R"("grammar":"root ::= \"x\"","text":{"format":{"type":"json_object"}})"),
           std::string(R"("reasoning":{"effort":7})"),
           std::string(R"("truncation":"some")"),
           std::string(R"("metadata":{"a":1})"),
           R"("input":)" + deep,
       }) {
    SCOPED_TRACE(members.substr(0, 80));
    std::string body = responsesRequest().dump();
    body.back() = ',';
    (void)refusal(body + members + "}", kResponses);
  }
  EXPECT_EQ(m_chat
                .post(responsesRequest(R"("store":false,"previous_response_id":null,
                                             "max_output_tokens":1)"),
                      kResponses)
                ->status,
            200);
}

TEST_F(Dialects, TokensForOtherServersClients) {
  const Json plain = m_chat.whole(Json{{"text", "abc"}}, "/tokenize");
  const Json vllm = m_chat.whole(Json{{"prompt", "abc"}, {"return_token_strs", true}}, "/tokenize");
  EXPECT_EQ(vllm["tokens"], plain["tokens"]);
  EXPECT_EQ(vllm["token_strs"].size(), vllm["tokens"].size());
  EXPECT_GT(vllm["max_model_len"], 0);
  const Json llama = m_chat.whole(Json{{"content", "abc"}, {"with_pieces", true}}, "/tokenize");
  std::string text;
  for (const Json& token : llama["tokens"]) text += token["piece"].get<std::string>();
  EXPECT_EQ(llama["count"], llama["tokens"].size());
  const Json ids = m_chat.whole(Json{{"content", "abc"}}, "/tokenize")["tokens"];
  for (const char* name : {"text", "prompt", "content"})
    EXPECT_EQ(m_chat.whole(Json{{"tokens", ids}}, "/detokenize")[name], "abc");
  EXPECT_THAT(text, HasSubstr("abc"));
}

}  // namespace
}  // namespace alcove::server
