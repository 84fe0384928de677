// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/layered_model.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using nlohmann::json;
using test::runEngine;
using testing::HasSubstr;

class PlanCommand : public testing::Test {
 protected:
  [[nodiscard]] json plan(const std::vector<std::string>& more) const {
    std::vector<std::string> command = {"plan", "--model", m_model, "--json"};
    command.insert(command.end(), more.begin(), more.end());
    const auto result = runEngine(command);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return json::parse(result.out);
  }

  test::TemporaryFolder m_folder;
  std::string m_model = m_folder.write("model.gguf", test::layeredModel({6, 4}).build()).string();
};

TEST_F(PlanCommand, PlansForACardThatIsNotThere) {
  const json whole = plan({"--budget", "RTX 4090=24GB", "--budget", "host=16GB"});
  EXPECT_EQ(whole["devices"][1]["name"], "RTX 4090");
  EXPECT_EQ(whole["devices"][1]["layers"], 6);
  EXPECT_EQ(whole["devices"][1]["experts"], 6);
  EXPECT_TRUE(whole["advice"].empty());
  EXPECT_THAT(whole["reasons"][0].get<std::string>(), HasSubstr("The whole model is on RTX 4090"));

  const std::uint64_t bytes = whole["devices"][1]["bytes"];
  const json part = plan({"--budget", "RTX 4090=" + std::to_string(bytes * 3 / 4)});
  EXPECT_LE(part["devices"][1]["bytes"], bytes * 3 / 4);
  EXPECT_EQ(part["devices"][1]["layers"], 6) << "experts leave first";
  EXPECT_LT(part["devices"][1]["experts"], 6);
  EXPECT_EQ(part["placement"]["input"], 0);
  EXPECT_THAT(part["reasons"][0].get<std::string>(), HasSubstr("would take"));
}

TEST_F(PlanCommand, SaysWhatWouldHelp) {
  const std::uint64_t bytes = plan({"--budget", "card=1GB"})["devices"][1]["bytes"];
  const json advice =
      plan({"--budget", "card=" + std::to_string(bytes / 3), "--kv", "F32"})["advice"];
  EXPECT_THAT(advice.dump(), HasSubstr("--kv-on-host"));
}

TEST_F(PlanCommand, TakesTypesContextAndThePlaceOfTheCache) {
  const auto cacheBytes = [&](std::vector<std::string> more, int device) {
    more.insert(more.end(), {"--budget", "card=1GB"});
    return plan(more)["devices"][std::size_t(device)]["cache_bytes"].get<std::uint64_t>();
  };
  EXPECT_EQ(cacheBytes({"--kv", "F32"}, 1), 2 * cacheBytes({}, 1));
  EXPECT_EQ(cacheBytes({"--kv-on-host"}, 0), cacheBytes({}, 1));
  EXPECT_EQ(cacheBytes({"--kv-on-host"}, 1), 0u);
  EXPECT_LT(cacheBytes({"--ctx", "64"}, 1), cacheBytes({"--ctx", "256"}, 1));
}

TEST_F(PlanCommand, PrintsATableAndSentences) {
  const auto result = runEngine({"plan", "--model", m_model, "--budget", "RTX 4060=30kB"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char* part : {"layers", "experts", "KV cache", "RTX 4060", "the processor"})
    EXPECT_THAT(result.out, HasSubstr(part));
}

TEST_F(PlanCommand, RefusesWhatCannotBe) {
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"plan", "--model", m_model});
    return runEngine(more);
  };
  EXPECT_THAT(run({"--budget", "24GB"}).err, HasSubstr("NAME=SIZE"));
  EXPECT_THAT(run({"--ctx", "100000"}).err, HasSubstr("trained for 256"));
  EXPECT_NE(run({"--kv", "Q9"}).exitCode, 0);
  const auto small = run({"--budget", "host=1kB"});
  EXPECT_EQ(small.exitCode, 1) << "not even what cannot be read from the file fits";
  EXPECT_THAT(small.out, HasSubstr("choose a shorter context"));
}

}  // namespace
}  // namespace alcove::tools
