// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Several answers to a request, log-probabilities, and what only text completions have: kinds of
// prompts, echo, best_of, suffix.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "engine/server/little_chat.h"

namespace alcove::server {
namespace {

using test::LittleChat;
using Json = LittleChat::Json;

constexpr const char* kText = "/v1/completions";

class Completions : public testing::Test {
 protected:
  void SetUp() override { m_chat.load(""); }
  static Json textRequest(Json prompt, int maxTokens = 6) {
    return {{"prompt", std::move(prompt)}, {"max_tokens", maxTokens}, {"seed", 7}};
  }
  void expectRefusal(const Json& request, const char* path, const char* words) {
    const auto result = m_chat.post(request, path);
    EXPECT_EQ(result->status, 400) << request;
    EXPECT_NE(result->body.find(words), std::string::npos) << result->body;
  }
  Json tokensOf(const std::string& text) {
    return Json::parse(
        m_chat.engine().post("/tokenize", Json({{"text", text}}).dump())->body)["tokens"];
  }
  LittleChat m_chat;
};

double mean(const Json& logprobs) {
  double total = 0;
  for (const Json& each : logprobs) total += each.get<double>();
  return total / double(logprobs.size());
}

TEST_F(Completions, AFullContextEndsAsOpenAiHasItAndIsNamed) {
  Json request = textRequest(std::string(2000, 'a'), 1000);
  request["grammar"] = LittleChat::saying(std::string(900, 'b'));
  const Json answer = m_chat.whole(request, kText);
  EXPECT_EQ(answer["choices"][0]["finish_reason"], "length");
  EXPECT_EQ(answer["alcove"]["stop_reason"], "context full");
}

TEST_F(Completions, EachOfSeveralAnswersIsTheOneOfItsSeed) {
  Json request = LittleChat::question();
  request["max_tokens"] = 12;
  request["seed"] = 7;
  request["n"] = 3;
  const Json whole = m_chat.whole(request);
  ASSERT_EQ(whole["choices"].size(), 3u);
  const Json streamed = LittleChat::choicesOf(m_chat.chunks(request));
  request["n"] = 1;
  int completion = 0;
  for (int i = 0; i < 3; ++i) {
    request["seed"] = 7 + i;
    const Json alone = m_chat.whole(request);
    EXPECT_EQ(whole["choices"][i]["index"], i);
    EXPECT_EQ(whole["choices"][i]["message"], alone["choices"][0]["message"]);
    EXPECT_EQ(whole["choices"][i]["finish_reason"], alone["choices"][0]["finish_reason"]);
    EXPECT_EQ(whole["choices"][i]["alcove"]["seed"], 7 + i);
    EXPECT_EQ(streamed[i]["message"], whole["choices"][i]["message"]);
    EXPECT_EQ(whole["usage"]["prompt_tokens"], alone["usage"]["prompt_tokens"]);
    completion += alone["usage"]["completion_tokens"].get<int>();
  }
  EXPECT_EQ(whole["usage"]["completion_tokens"], completion);
}

TEST_F(Completions, SeveralStreamedAnswersEndOnceEachAndTellTheUsageLast) {
  Json request = LittleChat::question();
  request["max_tokens"] = 5;
  request["n"] = 2;
  request["stream_options"] = {{"include_usage", true}};
  const auto chunks = m_chat.chunks(request);
  int ends = 0;
  for (const Json& chunk : chunks) {
    EXPECT_EQ(chunk.contains("usage"), &chunk == &chunks.back());
    for (const Json& choice : chunk["choices"]) {
      if (choice["finish_reason"].is_null()) continue;
      EXPECT_TRUE(chunk.contains("alcove"));
      ++ends;
    }
  }
  EXPECT_EQ(ends, 2);
  EXPECT_TRUE(chunks.back()["choices"].empty());
}

TEST_F(Completions, EachOfSeveralAnswersKeepsToTheFormat) {
  Json request = LittleChat::question();
  request["n"] = 4;
  request["response_format"] = Json::parse(R"({"type": "json_schema", "json_schema": {"name": "x",
    "schema": {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 6}}})");
  const Json whole = m_chat.whole(request);
  ASSERT_EQ(whole["choices"].size(), 4u);
  for (const Json& choice : whole["choices"]) {
    const Json list = Json::parse(choice["message"]["content"].get<std::string>());
    EXPECT_TRUE(list.is_array() && !list.empty());
  }
}

TEST_F(Completions, ChatTellsLogprobs) {
  Json request = LittleChat::question();
  request["max_tokens"] = 6;
  request["temperature"] = 0;
  request["logprobs"] = true;
  request["top_logprobs"] = 3;
  const Json whole = m_chat.whole(request);
  const Json& content = whole["choices"][0]["logprobs"]["content"];
  ASSERT_FALSE(content.empty());
  std::vector<int> bytes;
  for (const Json& token : content) {
    ASSERT_EQ(token["top_logprobs"].size(), 3u);
    EXPECT_EQ(token["top_logprobs"][0]["bytes"], token["bytes"]);  // temperature 0 takes the best
    EXPECT_EQ(token["top_logprobs"][0]["logprob"], token["logprob"]);
    EXPECT_GE(token["top_logprobs"][0]["logprob"], token["top_logprobs"][1]["logprob"]);
    EXPECT_LT(token["logprob"], 0);
    for (const Json& byte : token["bytes"]) bytes.push_back(byte);
  }
  EXPECT_GE(bytes.size(), content.size());
  const Json streamed = LittleChat::choicesOf(m_chat.chunks(request))[0];
  EXPECT_EQ(streamed["logprobs"]["content"], content);
  request["top_logprobs"] = 0;
  EXPECT_TRUE(
      m_chat.whole(request)["choices"][0]["logprobs"]["content"][0]["top_logprobs"].empty());
  request.erase("logprobs");
  request.erase("top_logprobs");
  EXPECT_TRUE(m_chat.whole(request)["choices"][0]["logprobs"].is_null());
}

TEST_F(Completions, TextTellsLogprobsAndWhereTokensBegin) {
  Json request = textRequest("Once upon");
  request["grammar"] = LittleChat::saying("über ab");
  request["logprobs"] = 2;
  request["max_tokens"] = 20;
  const Json choice = m_chat.whole(request, kText)["choices"][0];
  EXPECT_EQ(choice["text"], "über ab");
  const Json& logprobs = choice["logprobs"];
  // One token for each byte of it, and "ab" is one or two.
  ASSERT_EQ(logprobs["tokens"].size(), logprobs["text_offset"].size());
  EXPECT_EQ(logprobs["text_offset"][0], 0);
  EXPECT_EQ(logprobs["text_offset"][2], 1);  // behind both bytes of the first letter
  EXPECT_EQ(logprobs["tokens"][2], "b");
  EXPECT_EQ(logprobs["token_logprobs"].size(), logprobs["tokens"].size());
  EXPECT_EQ(logprobs["top_logprobs"][2].size(), 2u);
  EXPECT_EQ(LittleChat::choicesOf(m_chat.chunks(request, kText))[0]["logprobs"], logprobs);
}

TEST_F(Completions, EchoTellsOfAPromptWhatTheAnswerToldOfItself) {
  Json request = textRequest("Once upon");
  request["temperature"] = 0;
  request["logprobs"] = 1;
  request["grammar"] = LittleChat::saying(" a time.");
  const Json answered = m_chat.whole(request, kText)["choices"][0];
  const Json& own = answered["logprobs"]["token_logprobs"];
  ASSERT_EQ(own.size(), 6u) << "the limit on tokens";

  request = textRequest("Once upon a tim", 0);
  request["logprobs"] = 1;
  request["echo"] = true;
  const Json whole = m_chat.whole(request, kText);
  const Json& echoed = whole["choices"][0];
  EXPECT_EQ(echoed["text"], "Once upon a tim");
  EXPECT_EQ(echoed["finish_reason"], "length");
  EXPECT_EQ(whole["usage"]["completion_tokens"], 0);
  const Json& all = echoed["logprobs"]["token_logprobs"];
  ASSERT_EQ(all.size(), 15u);
  for (std::size_t i = 0; i < own.size(); ++i)
    EXPECT_NEAR(all[9 + i].get<double>(), own[i].get<double>(), 0.02) << i;

  request["max_tokens"] = 3;
  request["temperature"] = 0;
  const Json longer = m_chat.whole(request, kText)["choices"][0];
  EXPECT_TRUE(longer["text"].get<std::string>().starts_with("Once upon a tim"));
  EXPECT_GT(longer["logprobs"]["tokens"].size(), 15u);
  EXPECT_EQ(longer["logprobs"]["text_offset"][15], 15);
  EXPECT_EQ(LittleChat::choicesOf(m_chat.chunks(request, kText))[0]["text"], longer["text"]);
}

TEST_F(Completions, PromptsComeAsTextsOrTokensAloneOrMany) {
  const auto choices = [this](Json prompt) {
    Json request = textRequest(std::move(prompt));
    request["temperature"] = 0;
    return m_chat.whole(request, kText)["choices"];
  };
  const Json one = choices("Once upon");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(choices(tokensOf("Once upon"))[0]["text"], one[0]["text"]);
  const Json two = choices({"Once upon", "The sea"});
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0]["text"], one[0]["text"]);
  EXPECT_EQ(two[1]["text"], choices("The sea")[0]["text"]);
  EXPECT_EQ(two[1]["index"], 1);
  const Json tokens = choices(Json::array({tokensOf("Once upon"), tokensOf("The sea")}));
  ASSERT_EQ(tokens.size(), 2u);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(tokens[i]["text"], two[i]["text"]);

  Json request = textRequest({"Once upon", "The sea"});
  request["n"] = 2;
  request["echo"] = true;
  const Json four = m_chat.whole(request, kText);
  ASSERT_EQ(four["choices"].size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(four["choices"][i]["index"], i);
    EXPECT_TRUE(
        four["choices"][i]["text"].get<std::string>().starts_with(i < 2 ? "Once upon" : "The sea"));
  }
  EXPECT_EQ(four["usage"]["prompt_tokens"],
            tokensOf("Once upon").size() + tokensOf("The sea").size());
}

TEST_F(Completions, BestOfHandsOverTheLikeliest) {
  Json request = textRequest("Once upon");
  request["n"] = 4;
  request["logprobs"] = 0;
  request["grammar"] = "root ::= [a-z]{6}";  // no token ends it
  Json all = m_chat.whole(request, kText)["choices"];
  std::stable_sort(all.begin(), all.end(), [](const Json& a, const Json& b) {
    return mean(a["logprobs"]["token_logprobs"]) > mean(b["logprobs"]["token_logprobs"]);
  });
  request["n"] = 2;
  request["best_of"] = 4;
  request.erase("logprobs");
  const Json best = m_chat.whole(request, kText);
  ASSERT_EQ(best["choices"].size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(best["choices"][i]["text"], all[i]["text"]);
    EXPECT_EQ(best["choices"][i]["index"], i);
    EXPECT_TRUE(best["choices"][i]["logprobs"].is_null());
  }
  EXPECT_GT(best["usage"]["completion_tokens"], 12);  // all four, of which two would be 12
  request["stream"] = true;
  expectRefusal(request, kText, "'best_of'");
}

TEST_F(Completions, ASuffixNeedsTokensThatMarkAGap) {
  Json request = textRequest("def f(");
  request["suffix"] = "return a";
  expectRefusal(request, kText, "'suffix'");
  m_chat.load("", "", {"<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"});
  const Json answer = m_chat.whole(request, kText);
  EXPECT_EQ(answer["usage"]["prompt_tokens"],
            tokensOf("def f(").size() + tokensOf("return a").size() + 3);
}

TEST_F(Completions, RefuseWhatTheyCannotDo) {
  Json request = textRequest("Hi");
  const auto with = [&request](const char* name, const char* value) {
    Json changed = request;
    changed[name] = Json::parse(value);
    return changed;
  };
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"n", "0"},
           {"n", "17"},
           {"n", "\"two\""},
           {"best_of", "17"},
           {"logprobs", "21"},
           {"logprobs", "-1"},
           {"logprobs", "true"},
           {"echo", "1"},
           {"max_tokens", "0"},
           {"prompt", "7"},
           {"prompt", "[]"},
           {"prompt", "[[]]"},
           {"prompt", "{}"},
           {"prompt", "[1, \"a\"]"},
           {"prompt", "[\"a\", 1]"},
           {"prompt", "[[1], \"a\"]"},
           {"prompt", "[-1]"},
           {"prompt", "[1.5]"},
           {"prompt", "[99999999]"},
           {"prompt", "[99999999999999999999]"},
           {"suffix", "7"},
           {"stream_options", "1"},
           {"tools", "[{}]"}}) {
    SCOPED_TRACE(std::string(name) + " " + value);
    expectRefusal(with(name, value), kText, "error");
  }
  Json many = Json::array();
  for (int i = 0; i < 65; ++i) many.push_back("a");
  request["prompt"] = many;
  expectRefusal(request, kText, "64 are the most");
  many.erase(many.begin(), many.begin() + 32);
  request["prompt"] = many;
  request["n"] = 16;
  expectRefusal(request, kText, "128 are the most");

  request["n"] = 2;
  request["prompt"] = std::string(3000, 'a');
  request["context_policy"] = "slide";
  expectRefusal(request, kText, "fits the context of 2048");

  request = LittleChat::question();
  expectRefusal(with("logprobs", "3"), "/v1/chat/completions", "'logprobs'");
  expectRefusal(with("top_logprobs", "3"), "/v1/chat/completions", "'top_logprobs'");
  request["logprobs"] = true;
  expectRefusal(with("top_logprobs", "21"), "/v1/chat/completions", "'top_logprobs'");
}

}  // namespace
}  // namespace alcove::server
