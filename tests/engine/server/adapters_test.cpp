// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Adapters over HTTP: loading and unloading, their scales, and those of single requests.
#include <gtest/gtest.h>

#include "engine/server/served_engine.h"
#include "support/goldens.h"

namespace alcove::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Adapters : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
    m_engine.emplace(std::vector<std::string>{"--model", (folder() / "tiny-f32.gguf").string(),
                                              "--device", "cpu", "--deterministic", "--adapter",
                                              (folder() / "lora_adapter").string() + ":0"});
  }
  static fs::path folder() { return fs::absolute(test::goldens()) / "qlora" / "tiny"; }

  Json send(const char* path, const Json& body, int status = 200) {
    const auto result = m_engine->post(path, body.dump());
    EXPECT_TRUE(result) << path;
    EXPECT_EQ(result->status, status) << result->body;
    return Json::parse(result->body);
  }
  Json list() { return Json::parse(m_engine->get("/lora-adapters")->body); }
  std::string answer(const Json& more = Json::object(), int status = 200) {
    Json request = {
        {"prompt", Json::array({5, 9, 17, 33, 60, 2, 8})}, {"max_tokens", 24}, {"temperature", 0}};
    request.update(more);
    const Json body = send("/v1/completions", request, status);
    return status == 200 ? body["choices"][0]["text"].dump() : body["error"]["message"].dump();
  }

  std::optional<test::ServedEngine> m_engine;
};

TEST_F(Adapters, AreListedAndScaledAsLlamaCppHasIt) {
  const Json first = list();
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0]["id"], 0);
  EXPECT_EQ(first[0]["path"], "lora_adapter");
  EXPECT_EQ(first[0]["scale"], 0.0);
  const std::string plain = answer();
  EXPECT_EQ(send("/lora-adapters", Json::array({{{"id", 0}, {"scale", 1}}}))["success"], true);
  EXPECT_EQ(list()[0]["scale"], 1.0);
  const std::string adapted = answer();
  EXPECT_NE(adapted, plain);
  EXPECT_EQ(answer({{"lora", Json::array()}}), plain);
  (void)send("/lora-adapters", Json::array());
  EXPECT_EQ(answer(), plain);
  EXPECT_EQ(answer({{"lora", Json::array({{{"id", 0}, {"scale", 1}}})}}), adapted);
}

TEST_F(Adapters, ComeAndGoWhileTheServerRuns) {
  const std::string plain = answer();
  const Json loaded =
      send("/alcove/v1/adapters", {{"path", (folder() / "rslora_adapter_fixed.gguf").string()}});
  EXPECT_EQ(loaded["id"], 1);
  EXPECT_EQ(loaded["scale"], 1.0);
  EXPECT_NE(answer(), plain);
  auto client = m_engine->client();
  EXPECT_EQ(client.Delete("/alcove/v1/adapters/1")->status, 200);
  EXPECT_EQ(client.Delete("/alcove/v1/adapters/1")->status, 404);
  EXPECT_EQ(client.Delete("/alcove/v1/adapters/x")->status, 404);
  EXPECT_EQ(answer(), plain);
  EXPECT_EQ(list().size(), 1u);
}

TEST_F(Adapters, RefuseWhatIsWrong) {
  EXPECT_NE(answer({{"lora", Json::array({{{"id", 7}}})}}, 404).find("id 7"), std::string::npos);
  EXPECT_NE(answer({{"lora", {{"id", 0}}}}, 400).find("lora"), std::string::npos);
  EXPECT_NE(answer({{"lora", Json::array({{{"id", -1}}})}}, 400).find("lora[0].id"),
            std::string::npos);
  EXPECT_NE(answer({{"lora", Json::array({{{"id", 0}, {"scale", "big"}}})}}, 400).find("scale"),
            std::string::npos);
  EXPECT_NE(answer({{"lora", Json::array({{{"id", 0}, {"scale", 1e30}}})}}, 400).find("between"),
            std::string::npos);
  EXPECT_NE(answer({{"lora", Json::array()}, {"echo", true}}, 400).find("echo"), std::string::npos);
  (void)send("/lora-adapters", Json::object(), 400);
  (void)send("/lora-adapters", Json::array({{{"id", 9}, {"scale", 1}}}), 404);
  const auto refusal =
      send("/alcove/v1/adapters", {{"path", (folder() / "tiny-f32.gguf").string()}}, 400);
  EXPECT_NE(refusal["error"]["message"].dump().find("no adapter"), std::string::npos);
  (void)send("/alcove/v1/adapters", {{"path", "relative"}}, 400);
  EXPECT_EQ(list().size(), 1u);
}

}  // namespace
}  // namespace alcove::server
