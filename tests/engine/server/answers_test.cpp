// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Answers of the starter model over HTTP: whole, streamed, side by side, stopped and cancelled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "engine/server/served_engine.h"

namespace alcove::server {
namespace {

using nlohmann::json;
using test::ServedEngine;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kChat = "/v1/chat/completions";

json question(const std::string& text, int maxTokens) {
  return {{"messages", {{{"role", "user"}, {"content", text}}}},
          {"temperature", 0},
          {"max_tokens", maxTokens}};
}

// All tests share one engine, as clients do.
class Answers : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::filesystem::exists(test::starterModel())) return;
    s_engine = std::make_unique<ServedEngine>();
    s_ready = s_engine->load(test::starterModel()).back().value("state", "") == "ready";
  }
  static void TearDownTestSuite() { s_engine.reset(); }
  void SetUp() override {
    if (!s_engine) GTEST_SKIP() << "no starter model at " << test::starterModel();
    ASSERT_TRUE(s_ready);
  }

  static json whole(const json& request) {
    const auto result = s_engine->post(kChat, request.dump());
    if (!result || result->status != 200) return {};
    return json::parse(result->body);
  }
  static std::string textOf(const json& answer) {
    return answer["choices"][0]["message"]["content"];
  }

  // The text of a stream; checks the shape of every chunk on the way.
  static std::string streamed(json request, json* lastChunk = nullptr) {
    request["stream"] = true;
    const auto result = s_engine->post(kChat, request.dump());
    EXPECT_TRUE(result);
    if (!result) return {};
    EXPECT_THAT(result->get_header_value("Content-Type"), HasSubstr("text/event-stream"));
    const auto lines = test::eventLines(result->body);
    EXPECT_GE(lines.size(), 3u);
    EXPECT_EQ(lines.back(), "[DONE]");
    std::string text;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
      const json chunk = json::parse(lines[i]);
      EXPECT_EQ(chunk["object"], "chat.completion.chunk");
      const json& choice = chunk["choices"][0];
      text += choice["delta"].value("content", "");
      EXPECT_EQ(choice["finish_reason"].is_null(), i + 2 < lines.size());
      if (lastChunk) *lastChunk = chunk;
    }
    return text;
  }

  static inline std::unique_ptr<ServedEngine> s_engine;
  static inline bool s_ready = false;
};

TEST_F(Answers, WholeWithUsageAndTimings) {
  const json answer = whole(question("What is the capital of France?", 40));
  EXPECT_EQ(textOf(answer), "The capital of France is Paris.");
  EXPECT_EQ(answer["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(answer["usage"]["prompt_tokens"], 37);
  const int completion = answer["usage"]["completion_tokens"];
  EXPECT_GT(completion, 0);
  EXPECT_EQ(answer["usage"]["total_tokens"], 37 + completion);
  const json& ours = answer["alcove"];
  EXPECT_EQ(ours["stop_reason"], "end of answer");
  EXPECT_EQ(ours["context"]["limit_tokens"], 2048);
  EXPECT_GT(ours["timings"]["generation_tokens_per_s"], 0);
  EXPECT_EQ(ours["device"]["kind"], "cpu");
}

TEST_F(Answers, StreamedTextIsTheWholeText) {
  const json request = question("Write a haiku about winter.", 40);
  json last;
  const std::string text = streamed(request, &last);
  EXPECT_FALSE(text.empty());
  EXPECT_EQ(text, textOf(whole(request)));
  EXPECT_TRUE(last.contains("usage"));
  EXPECT_TRUE(last.contains("alcove"));
}

TEST_F(Answers, EndsBeforeAStopString) {
  json request = question("What is the capital of France?", 40);
  for (const char* stop : {"Paris", "of Fra", "e capital of France is P"}) {
    request["stop"] = stop;
    const json answer = whole(request);
    EXPECT_THAT(textOf(answer), Not(HasSubstr(stop)));
    EXPECT_EQ(answer["choices"][0]["finish_reason"], "stop");
    EXPECT_EQ(answer["alcove"]["stop_reason"], "stop string");
    EXPECT_EQ(streamed(request), textOf(answer));
  }
}

TEST_F(Answers, EndsAtTheTokenLimit) {
  const json answer = whole(question("Count to one hundred.", 5));
  EXPECT_EQ(answer["choices"][0]["finish_reason"], "length");
  EXPECT_EQ(answer["usage"]["completion_tokens"], 5);
  EXPECT_EQ(answer["alcove"]["stop_reason"], "token limit");
}

TEST_F(Answers, TheNextTurnReusesTheCache) {
  json request = question("Tell me a short story about a fox and a crow, please.", 60);
  const std::string first = textOf(whole(request));
  request["messages"].push_back({{"role", "assistant"}, {"content", first}});
  request["messages"].push_back({{"role", "user"}, {"content", "And then?"}});
  EXPECT_GT(whole(request)["alcove"]["timings"]["cached_prompt_tokens"], 0);
}

TEST_F(Answers, GuessedTokensChangeNothingAndAreCounted) {
  // Drafts are tried now and then even where they do not pay: an answer that may not end is long
  // enough for that, and soon repeats itself.
  json request = question("Repeat this exactly: one fox, two foxes, three foxes, four foxes.", 160);
  request["logit_bias"] = {{"0", -100}, {"2", -100}};
  const json guessed = whole(request);
  EXPECT_GT(guessed["alcove"]["timings"]["drafted_tokens"], 0);
  EXPECT_LE(guessed["alcove"]["timings"]["accepted_tokens"],
            guessed["alcove"]["timings"]["drafted_tokens"]);
  const json status = json::parse(s_engine->get("/alcove/v1/status")->body);
  EXPECT_GT(status["speculation"]["drafted_tokens"], 0);
  request["speculation"] = "off";
  const json plain = whole(request);
  EXPECT_EQ(plain["alcove"]["timings"]["drafted_tokens"], 0);
  EXPECT_EQ(textOf(plain), textOf(guessed));
}

TEST_F(Answers, TwoAtOnceAreWhatEachIsAlone) {
  const json fox = question("Describe a fox in two sentences.", 60);
  const json sea = question("Why is the sea salty?", 60);
  const std::string foxAlone = streamed(fox);
  const std::string seaAlone = streamed(sea);
  auto first = std::async(std::launch::async, [&] { return streamed(fox); });
  auto second = std::async(std::launch::async, [&] { return streamed(sea); });
  EXPECT_EQ(first.get(), foxAlone);
  EXPECT_EQ(second.get(), seaAlone);
}

TEST_F(Answers, ClosingTheConnectionCancels) {
  json request = question("Write a very long story about the sea.", 1800);
  request["stream"] = true;
  httplib::Request post;
  post.method = "POST";
  post.path = kChat;
  post.body = request.dump();
  post.set_header("Content-Type", "application/json");
  std::size_t received = 0;
  int usedWhileRunning = 0;
  post.content_receiver = [&](const char*, std::size_t size, std::uint64_t, std::uint64_t) {
    received += size;
    if (received < 2000) return true;
    usedWhileRunning = s_engine->status()["cache"]["blocks_used"];
    return false;
  };
  EXPECT_FALSE(s_engine->client().send(post));
  EXPECT_GT(usedWhileRunning, 0);
  EXPECT_TRUE(test::soon([] { return s_engine->status()["cache"]["blocks_used"] == 0; }));
  EXPECT_EQ(whole(question("Hi", 1))["usage"]["completion_tokens"], 1);
}

}  // namespace
}  // namespace alcove::server
