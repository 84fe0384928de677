// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Who may call, and that the token stays a secret.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/server/served_engine.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using test::ServedEngine;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kStatus = "/alcove/v1/status";

class Access : public testing::Test {
 protected:
  int status(const char* path, const httplib::Headers& headers) {
    const auto result = httplib::Client(m_engine.address()).Get(path, headers);
    return result ? result->status : 0;
  }
  static std::pair<std::string, std::string> bearer(const std::string& token) {
    return {"Authorization", "Bearer " + token};
  }

  ServedEngine m_engine;
};

TEST_F(Access, PrintsItsLoopbackAddress) {
  EXPECT_THAT(m_engine.address(), testing::MatchesRegex("http://127\\.0\\.0\\.1:[0-9]+"));
}

TEST_F(Access, HealthNeedsNoToken) {
  const auto result = httplib::Client(m_engine.address()).Get("/health");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_EQ(nlohmann::json::parse(result->body)["status"], "ok");
}

TEST_F(Access, EverythingElseWantsTheToken) {
  EXPECT_EQ(status(kStatus, {}), 401);
  EXPECT_EQ(status(kStatus, {bearer("")}), 401);
  EXPECT_EQ(status(kStatus, {bearer("wrong")}), 401);
  EXPECT_EQ(status(kStatus, {bearer(std::string(ServedEngine::kToken) + "x")}), 401);
  EXPECT_EQ(status("/no/such/route", {}), 401);
  EXPECT_EQ(status(kStatus, {bearer(ServedEngine::kToken)}), 200);
}

TEST_F(Access, RefusesForeignHostsAndOrigins) {
  const auto token = bearer(ServedEngine::kToken);
  const std::string port = m_engine.address().substr(m_engine.address().rfind(':'));
  EXPECT_EQ(status(kStatus, {token, {"Host", "alcove.example" + port}}), 403);
  EXPECT_EQ(status("/health", {{"Host", "alcove.example" + port}}), 403);
  EXPECT_EQ(status(kStatus, {token, {"Host", "127.0.0.1:1"}}), 403);
  EXPECT_EQ(status(kStatus, {token, {"Host", "localhost" + port}}), 200);
  EXPECT_EQ(status(kStatus, {token, {"Origin", "https://alcove.example"}}), 403);
  EXPECT_EQ(status(kStatus, {token, {"Origin", "null"}}), 403);
  EXPECT_EQ(status(kStatus, {token, {"Origin", m_engine.address()}}), 200);
}

TEST_F(Access, TheTokenIsInNoProcessList) {
  const std::filesystem::path process = "/proc/" + std::to_string(m_engine.pid());
  EXPECT_THAT(test::readFile(process / "cmdline"), HasSubstr("--token-stdin"));
  EXPECT_THAT(test::readFile(process / "cmdline"), Not(HasSubstr(ServedEngine::kToken)));
  EXPECT_THAT(test::readFile(process / "environ"), Not(HasSubstr(ServedEngine::kToken)));
}

}  // namespace
}  // namespace alcove::server
