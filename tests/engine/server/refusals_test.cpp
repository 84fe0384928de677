// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Requests that are wrong get the documented error and harm nothing.
#include <gtest/gtest.h>

#include "engine/server/served_engine.h"

namespace alcove::server {
namespace {

using nlohmann::json;

constexpr const char* kChat = "/v1/chat/completions";

std::string chatWith(const std::string& members) {
  return R"({"messages":[{"role":"user","content":"Hi"}],"max_tokens":1,)" + members + "}";
}

class Refusals : public testing::Test {
 protected:
  void expectRefusal(int status, const httplib::Result& result) {
    ASSERT_TRUE(result) << httplib::to_string(result.error());
    EXPECT_EQ(result->status, status) << result->body.substr(0, 300);
    const json body = json::parse(result->body, nullptr, false);
    ASSERT_TRUE(body.is_object()) << result->body.substr(0, 300);
    const std::string sentence = body["error"]["message"];
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    EXPECT_FALSE(std::string(body["error"]["type"]).empty());
    EXPECT_EQ(body["error"]["type"], body["error"]["code"]);
    EXPECT_TRUE(body["error"].contains("param"));
  }

  test::ServedEngine m_engine;
};

TEST_F(Refusals, UnknownRoute) { expectRefusal(404, m_engine.get("/v1/nothing")); }

TEST_F(Refusals, WhileNothingIsLoaded) {
  expectRefusal(503, m_engine.post(kChat, chatWith(R"("seed":1)")));
  expectRefusal(503, m_engine.post("/v1/completions", R"({"prompt":"Hi"})"));
  EXPECT_EQ(json::parse(m_engine.get("/v1/models")->body)["data"].size(), 0u);
}

// Each would take minutes if its time grew with the square of its length.
TEST_F(Refusals, LongBodiesAreReadInATimeThatFitsTheirLength) {
  std::string members = "\"k\":1";
  std::string elements = "{}";
  for (int i = 0; i < 1'000'000; ++i) {
    members += ",\"" + std::to_string(i) + "\":1";
    elements += ",{}";
  }
  expectRefusal(400, m_engine.post(kChat, "{" + members + "}"));
  expectRefusal(503, m_engine.post(kChat, R"({"messages":[)" + elements + "]}"));
}

TEST_F(Refusals, BodiesBeyondTheLimit) {
  expectRefusal(413, m_engine.post(kChat, std::string(16 * 1024 * 1024 + 1, ' ')));
  EXPECT_EQ(m_engine.get("/health")->status, 200);
}

// With the model, so that it is the request that is refused and not the state of the server.
TEST_F(Refusals, WrongRequests) {
  const auto model = test::starterModel();
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  ASSERT_EQ(m_engine.load(model).back()["state"], "ready");
  std::string stops = "\"stop\":[\"x\"";
  for (int i = 1; i < 1'000'000; ++i) stops += ",\"x\"";
  const std::string deep =
      "\"seed\":" + std::string(100'000, '[') + "1" + std::string(100'000, ']');
  const std::string wrong[] = {
      "",
      "{",
      "[]",
      "{\"messages\":",
      "{}",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"\xff\xfe\"}]}",
      R"({"messages":[]})",
      R"({"messages":"Hi"})",
      R"({"messages":[1]})",
      R"({"messages":[{"role":1,"content":"Hi"}]})",
      R"({"messages":[{"role":"user","content":7}]})",
      chatWith(R"("max_tokens":"many")"),
      chatWith(R"("max_tokens":-1)"),
      chatWith(R"("max_tokens":1.5)"),
      chatWith(R"("max_tokens":99999999999999999999)"),
      chatWith(R"("temperature":"hot")"),
      chatWith(R"("temperature":-1)"),
      chatWith(R"("temperature":1e999)"),
      chatWith(R"("temperature":1e300)"),
      chatWith(R"("top_p":2)"),
      chatWith(R"("top_k":-1)"),
      chatWith(R"("seed":1e400)"),
      chatWith(R"("stream":"yes")"),
      chatWith(R"("stop":7)"),
      chatWith(R"("context_policy":"forget")"),
      chatWith(R"("priority":"soon")"),
      chatWith(R"("speculation":"always")"),
      chatWith(stops + "]"),
      chatWith(deep),
  };
  for (const std::string& body : wrong) {
    SCOPED_TRACE(body.substr(0, 120));
    expectRefusal(400, m_engine.post(kChat, body));
  }
  EXPECT_EQ(m_engine.post(kChat, chatWith(R"("temperature":0)"))->status, 200);
  for (const auto& [name, member] : {std::pair{"n", R"("n":0)"},
                                     {"stop", R"("stop":7)"},
                                     {"tool_choice", R"("tool_choice":"any")"},
                                     {"response_format", R"("response_format":{"type":"xml"})"}}) {
    const auto result = m_engine.post(kChat, chatWith(member));
    EXPECT_EQ(json::parse(result->body)["error"]["param"], name);
  }
  EXPECT_TRUE(json::parse(m_engine.post(kChat, "{")->body)["error"]["param"].is_null());
}

}  // namespace
}  // namespace alcove::server
