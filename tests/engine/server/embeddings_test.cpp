// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// POST /v1/embeddings: OpenAI's shapes, with a model that chats and with one that does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/server/served_engine.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kRoute = "/v1/embeddings";
constexpr std::size_t kWidth = 32;  // of the little model

// The little model; `encoder`: its tokens see those after them, so it cannot write.
test::GgufBuilder model(bool encoder) {
  test::GgufBuilder builder = test::littleModel();
  if (encoder) builder.set(test::boolValue("llama.attention.causal", 0));
  builder.set(test::uint32Value("llama.pooling_type", 1));
  return builder;
}

class EmbeddingsRoute : public testing::Test {
 protected:
  void load(const test::GgufBuilder& builder) {
    const auto path = m_folder.write("model.gguf", builder.build());
    const auto result = m_engine.post("/alcove/v1/load", json{{"path", path.string()}}.dump());
    ASSERT_TRUE(result);
    ASSERT_THAT(result->body, HasSubstr(R"("state":"ready")"));
  }

  json embed(const json& request) {
    const auto result = m_engine.post(kRoute, request.dump());
    EXPECT_TRUE(result);
    if (!result) return {};
    EXPECT_EQ(result->status, 200) << result->body;
    return json::parse(result->body, nullptr, false);
  }

  // The sentence of a refusal in the documented shape.
  std::string refusal(const std::string& route, const std::string& body, int status = 400) {
    const auto result = m_engine.post(route, body);
    EXPECT_TRUE(result);
    if (!result) return {};
    EXPECT_EQ(result->status, status) << result->body;
    const json answer = json::parse(result->body, nullptr, false);
    if (!answer.is_object()) return {};
    EXPECT_EQ(answer["error"]["type"], answer["error"]["code"]);
    const std::string sentence = answer["error"]["message"];
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    return sentence;
  }

  test::TemporaryFolder m_folder;
  test::ServedEngine m_engine;
};

double length(const std::vector<float>& values) {
  double squares = 0;
  for (const float value : values) squares += double(value) * double(value);
  return std::sqrt(squares);
}

void expectNear(const std::vector<float>& a, const std::vector<float>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-3) << i;
}

std::vector<float> fromBase64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (const char letter : text) {
    if (letter == '=') break;
    bits = bits << 6 | unsigned(alphabet.find(letter));
    count += 6;
    if (count >= 8) bytes += char(bits >> (count -= 8) & 255);
  }
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

TEST_F(EmbeddingsRoute, TakesEveryShapeOfInput) {
  load(model(false));
  const json one = embed({{"input", "abc"}, {"model", "Little"}});
  EXPECT_EQ(one["object"], "list");
  EXPECT_EQ(one["model"], "Little");
  ASSERT_EQ(one["data"].size(), 1u);
  EXPECT_EQ(one["data"][0]["object"], "embedding");
  EXPECT_EQ(one["data"][0]["index"], 0);
  EXPECT_EQ(one["alcove"]["pooling"], "mean");
  const std::vector<float> alone = one["data"][0]["embedding"];
  EXPECT_EQ(alone.size(), kWidth);
  EXPECT_NEAR(length(alone), 1, 1e-5);

  const json tokens =
      json::parse(m_engine.post("/alcove/v1/tokenize", R"({"text":"abc"})")->body)["tokens"];
  EXPECT_EQ(one["usage"]["prompt_tokens"], tokens.size());
  EXPECT_EQ(one["usage"]["total_tokens"], tokens.size());
  const json many = embed({{"input", {"x", "abc", "a longer text"}}});
  ASSERT_EQ(many["data"].size(), 3u);
  EXPECT_EQ(many["data"][2]["index"], 2);
  expectNear(many["data"][1]["embedding"], alone);
  expectNear(embed({{"input", tokens}})["data"][0]["embedding"], alone);
  const json lists = embed({{"input", {{1, 2, 3}, tokens}}});
  expectNear(lists["data"][1]["embedding"], alone);
}

TEST_F(EmbeddingsRoute, EncodesAndShortens) {
  load(model(false));
  const std::vector<float> whole = embed({{"input", "abc"}})["data"][0]["embedding"];
  const json encoded = embed({{"input", "abc"}, {"encoding_format", "base64"}});
  EXPECT_EQ(fromBase64(encoded["data"][0]["embedding"]), whole) << "to the bit";

  const std::vector<float> shortened =
      embed({{"input", "abc"}, {"dimensions", 5}})["data"][0]["embedding"];
  std::vector<float> expected(whole.begin(), whole.begin() + 5);
  const double scale = 1 / length(expected);
  for (float& value : expected) value = float(value * scale);
  expectNear(shortened, expected);
  EXPECT_EQ(refusal(kRoute, R"({"input":"abc","dimensions":33})"),
            "33 dimensions were asked for, but the model's embeddings have 32.");
}

TEST_F(EmbeddingsRoute, RefusesLongTextsOrSplitsThem) {
  load(model(false));
  const std::string text(300, 'x');  // the little model has a token for each letter
  const json request = {{"input", {"abc", text}}};
  EXPECT_EQ(refusal(kRoute, request.dump()),
            "Text 2 has 300 tokens; the model reads at most 128. Shorten it, or let it be split.");
  EXPECT_THAT(refusal(kRoute, json{{"input", std::vector<int>(129, 1)}}.dump()),
              HasSubstr("Input 1 has 129 tokens; the model reads at most 128"));
  const json split = embed({{"input", {"abc", text}}, {"split", true}});
  EXPECT_FALSE(split["data"][0].contains("parts"));
  EXPECT_EQ(split["data"][1]["parts"], 3);
  EXPECT_NEAR(length(split["data"][1]["embedding"]), 1, 1e-5);
  EXPECT_EQ(split["usage"]["prompt_tokens"], 303 - 1) << "'ab' is one token";
}

TEST_F(EmbeddingsRoute, RefusesWrongRequests) {
  EXPECT_THAT(refusal(kRoute, R"({"input":"abc"})", 503), HasSubstr("model"));
  load(model(false));
  std::string many = "[\"x\"";
  for (int i = 0; i < 2048; ++i) many += ",\"x\"";
  const std::string wrong[] = {"",
                               "{}",
                               R"({"input":null})",
                               R"({"input":7})",
                               R"({"input":[]})",
                               R"({"input":[[]]})",
                               R"({"input":["a",1]})",
                               R"({"input":[1,"a"]})",
                               R"({"input":[[1],"a"]})",
                               R"({"input":[1.5]})",
                               R"({"input":[-1]})",
                               R"({"input":[99999]})",
                               R"({"input":[99999999999999]})",
                               R"({"input":{"text":"a"}})",
                               R"({"input":"a","encoding_format":"int8"})",
                               R"({"input":"a","dimensions":0})",
                               R"({"input":"a","dimensions":"all"})",
                               R"({"input":"a","pooling":"none"})",
                               R"({"input":"a","pooling":"max"})",
                               R"({"input":[1,2],"split":true})",
                               R"({"input":)" + many + "]}"};
  for (const std::string& body : wrong) {
    SCOPED_TRACE(body.substr(0, 80));
    EXPECT_FALSE(refusal(kRoute, body).empty());
  }
  EXPECT_FALSE(refusal(kRoute, R"({"input":"a","model":"another"})", 404).empty());
  EXPECT_EQ(embed({{"input", "abc"}})["data"].size(), 1u);
}

TEST_F(EmbeddingsRoute, AModelThatOnlyEmbedsSaysSo) {
  load(model(true));
  EXPECT_EQ(m_engine.status()["model"]["kind"], "embedding");
  EXPECT_EQ(m_engine.status()["model"]["embedding_size"], kWidth);
  EXPECT_EQ(m_engine.status()["model"]["pooling"], "mean");
  const json plan = json::parse(
      m_engine.post("/alcove/v1/plan", json{{"path", (m_folder / "model.gguf").string()}}.dump())
          ->body);
  EXPECT_EQ(plan["kind"], "embedding");
  for (const char* route : {"/v1/chat/completions", "/v1/completions"})
    EXPECT_THAT(refusal(route, R"({"messages":[{"role":"user","content":"Hi"}],"prompt":"Hi"})"),
                HasSubstr("'Little' makes embeddings and cannot write text"));
  const json many = embed({{"input", {"abc", "x", "a longer text"}}});
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(length(many["data"][i]["embedding"]), 1, 1e-5);
}

TEST_F(EmbeddingsRoute, AModelWithoutPoolingWantsToBeTold) {
  test::GgufBuilder builder = model(true);
  builder.set(test::uint32Value("llama.pooling_type", 0));
  load(builder);
  EXPECT_THAT(refusal(kRoute, R"({"input":"abc"})"), HasSubstr("give 'pooling'"));
  EXPECT_EQ(embed({{"input", "abc"}, {"pooling", "cls"}})["alcove"]["pooling"], "cls");
}

}  // namespace
}  // namespace alcove::server
