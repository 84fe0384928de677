// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Load, unload, damaged files, and how the process ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "engine/server/served_engine.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

TEST(LifeCycle, LoadsWithProgressAndUnloads) {
  const auto model = test::starterModel();
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const test::ServedEngine engine;
  EXPECT_EQ(engine.status()["state"], "empty");
  const auto events = engine.load(model);
  ASSERT_GE(events.size(), 2u);
  double before = 0;
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    EXPECT_EQ(events[i]["state"], "loading");
    const double progress = events[i]["progress"];
    EXPECT_GE(progress, before);
    EXPECT_LE(progress, 1);
    before = progress;
  }
  EXPECT_EQ(events.back()["state"], "ready");
  EXPECT_EQ(events.back()["model"]["path"], model.string());
  EXPECT_EQ(events.back()["model"]["context_tokens"], 2048);
  EXPECT_EQ(engine.status()["state"], "ready");

  const auto unloaded = engine.post("/alcove/v1/unload", "{}");
  ASSERT_TRUE(unloaded);
  EXPECT_EQ(unloaded->status, 200);
  EXPECT_EQ(nlohmann::json::parse(unloaded->body)["state"], "empty");
  EXPECT_TRUE(engine.status()["model"].is_null());
}

TEST(LifeCycle, LoadsWithTheCacheThatIsAskedFor) {
  const auto model = test::starterModel();
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const test::ServedEngine engine;
  const auto load = [&](const char* keys, const char* values) {
    const nlohmann::json request = {{"path", model.string()},
                                    {"context_tokens", 512},
                                    {"kv_type_k", keys},
                                    {"kv_type_v", values}};
    return engine.post("/alcove/v1/load", request.dump());
  };
  const auto cacheBytes = [&](const char* type) -> std::int64_t {
    const auto result = load(type, type);
    return nlohmann::json::parse(test::eventLines(result->body).back())["model"]["cache_bytes"];
  };
  EXPECT_EQ(cacheBytes("F32"), 2 * cacheBytes("F16"));
  EXPECT_EQ(16 * cacheBytes("Q8_0"), 17 * cacheBytes("F16") / 2);
  const auto mixed = nlohmann::json::parse(test::eventLines(load("Q8_0", "Q4_0")->body).back());
  EXPECT_EQ(mixed["model"]["kv_type_k"], "Q8_0");
  EXPECT_EQ(mixed["model"]["kv_type_v"], "Q4_0");
  EXPECT_NE(engine.get("/metrics")->body.find(R"(alcove_kv_type{k="Q8_0",v="Q4_0"} 1)"),
            std::string::npos);
  const auto planned = [&](nlohmann::json request) -> std::int64_t {
    request["path"] = model.string();
    request["context_tokens"] = 512;
    const auto result = engine.post("/alcove/v1/plan", request.dump());
    return nlohmann::json::parse(result->body).value("cache_bytes", std::int64_t(0));
  };
  EXPECT_EQ(planned({{"kv_type", "F32"}}), 2 * planned({}));
  EXPECT_EQ(planned({{"kv_type", "F32"}, {"kv_type_k", "F16"}}),
            planned({{"kv_type_k", "F16"}, {"kv_type_v", "F32"}}));
  EXPECT_EQ(planned({{"kv_type", "Q9"}}), 0);
  const nlohmann::json divided = {
      {"path", model.string()}, {"context_tokens", 512}, {"budgets", {"No Such Card=60MB"}}};
  const auto division =
      nlohmann::json::parse(engine.post("/alcove/v1/plan", divided.dump())->body)["division"];
  EXPECT_EQ(division["devices"][1]["name"], "No Such Card");
  EXPECT_LE(division["devices"][1]["bytes"], 60'000'000);
  EXPECT_GT(division["devices"][1]["layers"], 0);
  for (const nlohmann::json& wrong : {nlohmann::json(3), nlohmann::json("24GB")}) {
    const nlohmann::json refused = {{"path", model.string()}, {"budgets", {wrong}}};
    EXPECT_EQ(engine.post("/alcove/v1/plan", refused.dump())->status, 400) << wrong;
  }
  const auto unknown = nlohmann::json::parse(test::eventLines(load("Q9", "Q9")->body).back());
  EXPECT_TRUE(unknown.contains("error")) << unknown;
}

TEST(LifeCycle, LoadsWithADraftModel) {
  const auto model = test::starterModel();
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const test::ServedEngine engine;
  const auto load = [&](const std::string& draft) {
    const nlohmann::json request = {
        {"path", model.string()}, {"context_tokens", 512}, {"draft_model", draft}};
    return engine.post("/alcove/v1/load", request.dump());
  };
  EXPECT_EQ(load("draft.gguf")->status, 400);
  const auto missing = nlohmann::json::parse(test::eventLines(load("/no/such.gguf")->body).back());
  EXPECT_EQ(missing["error"]["type"], "not_found");
  const auto loaded = nlohmann::json::parse(test::eventLines(load(model.string())->body).back());
  EXPECT_EQ(loaded["model"]["draft_model"], model.string());
  EXPECT_GT(loaded["model"]["draft_bytes"], 0);

  const nlohmann::json question = {
      {"prompt", "The sea is"}, {"temperature", 0}, {"max_tokens", 40}};
  const auto answer = nlohmann::json::parse(engine.post("/v1/completions", question.dump())->body);
  EXPECT_GT(answer["alcove"]["timings"]["drafted_tokens"], 0);
}

TEST(LifeCycle, LivesOnAfterADamagedFile) {
  const test::TemporaryFolder folder;
  const test::ServedEngine engine;
  for (const char* bytes : {"", "GGUF", "GGUFxxxxyyyyzzzzyyyyzzzz", "no model at all"}) {
    const auto path = folder.write("damaged.gguf", bytes);
    const auto events = engine.load(path);
    ASSERT_FALSE(events.empty());
    ASSERT_TRUE(events.back().contains("error")) << events.back();
    const std::string sentence = events.back()["error"]["message"];
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    EXPECT_EQ(engine.status()["state"], "failed");
    EXPECT_EQ(engine.status()["error"]["message"], sentence);
  }
  EXPECT_EQ(engine.get("/health")->status, 200);
}

TEST(LifeCycle, EndsWhenItsStandardInputCloses) {
  test::ServedEngine engine;
  ASSERT_EQ(engine.get("/health")->status, 200);
  engine.closeStandardInput();
  EXPECT_EQ(engine.waitForExit(), 0);
}

TEST(LifeCycle, EndsOnSigterm) {
  test::ServedEngine engine;
  ASSERT_EQ(engine.get("/health")->status, 200);
  ASSERT_EQ(kill(engine.pid(), SIGTERM), 0);
  EXPECT_EQ(engine.waitForExit(), 0);
}

}  // namespace
}  // namespace alcove::server
