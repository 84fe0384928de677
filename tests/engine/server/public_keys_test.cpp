// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Who may use the public server, and what for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/server/public_server.h"
#include "support/process.h"

namespace alcove::server {
namespace {

using test::bearer;
using test::PublicServer;

TEST(PublicServerKeys, StartsAndStopsWhileTheEngineRuns) {
  PublicServer server;
  EXPECT_EQ(server.state()["running"], false);
  server.start();
  EXPECT_EQ(server.state()["running"], true);
  EXPECT_EQ(server.state()["url"], server.address());
  EXPECT_NE(server.address(), server.engine().address());
  EXPECT_EQ(server.status("/health"), 200);
  const auto stopped = server.engine().post("/alcove/v1/server/stop", "{}");
  ASSERT_EQ(stopped->status, 200);
  EXPECT_EQ(nlohmann::json::parse(stopped->body)["running"], false);
  EXPECT_EQ(server.status("/health"), 0);
  EXPECT_EQ(server.engine().get("/health")->status, 200);
  server.start();
  EXPECT_EQ(server.status("/health"), 200);
}

TEST(PublicServerKeys, SaysThatAPortIsTaken) {
  PublicServer server;
  const std::string& taken = server.engine().address();
  const std::string port = taken.substr(taken.rfind(':') + 1);
  const auto result = server.engine().post("/alcove/v1/server/start", R"({"port":)" + port + "}");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 409);
  const std::string sentence = nlohmann::json::parse(result->body)["error"]["message"];
  EXPECT_THAT(sentence, testing::HasSubstr(port));
  EXPECT_EQ(server.state()["error"]["message"], sentence);
  server.start();
  EXPECT_TRUE(server.state()["error"].is_null());
}

TEST(PublicServerKeys, WantsAKeyWithTheScopeOfTheRoute) {
  PublicServer server;
  server.start();
  const auto reader = server.makeKey({"read"});
  const auto watcher = server.makeKey({"metrics"});
  EXPECT_EQ(server.status("/v1/models"), 401);
  EXPECT_EQ(server.status("/v1/models", {{"Authorization", "Bearer nothing"}}), 401);
  EXPECT_EQ(server.status("/v1/models", {bearer(reader)}), 200);
  EXPECT_EQ(server.status("/v1/models", {{"x-api-key", reader["key"]}}), 200);
  EXPECT_EQ(server.status("/v1/models", {bearer(watcher)}), 403);
  EXPECT_EQ(server.status("/metrics", {bearer(watcher)}), 200);
  EXPECT_EQ(server.status("/metrics", {bearer(reader)}), 403);
  const auto chat =
      server.client().Post("/v1/chat/completions", {bearer(reader)}, "{}", "application/json");
  EXPECT_EQ(chat->status, 403);
}

TEST(PublicServerKeys, HasNothingOfTheOwner) {
  PublicServer server;
  server.start();
  const auto key = server.makeKey({"chat", "embeddings", "read", "metrics"});
  for (const char* path : {"/alcove/v1/status", "/alcove/v1/server", "/alcove/v1/keys"}) {
    EXPECT_EQ(server.status(path, {bearer(key)}), 404) << path;
    EXPECT_EQ(server.status(path), 401) << path;
    EXPECT_EQ(server.status(
                  path, {{"Authorization", std::string("Bearer ") + test::ServedEngine::kToken}}),
              401)
        << path;
  }
  // And a key opens nothing on the owner's address.
  EXPECT_EQ(httplib::Client(server.engine().address())
                .Get("/alcove/v1/status", httplib::Headers{bearer(key)})
                ->status,
            401);
}

TEST(PublicServerKeys, RemovingAKeyWorksAtOnceAndCanBeTakenBack) {
  PublicServer server;
  server.start();
  const auto key = server.makeKey({"read"});
  const std::string id = key["id"];
  const auto keys = nlohmann::json::parse(server.engine().get("/alcove/v1/keys")->body)["keys"];
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_FALSE(keys[0].contains("key"));
  EXPECT_FALSE(keys[0].contains("sha256"));
  EXPECT_EQ(server.engine().client().Delete("/alcove/v1/keys/" + id)->status, 200);
  EXPECT_EQ(server.status("/v1/models", {bearer(key)}), 401);
  EXPECT_EQ(server.engine().client().Delete("/alcove/v1/keys/" + id)->status, 404);
  EXPECT_EQ(server.engine().post("/alcove/v1/keys", R"({"restore":")" + id + "\"}")->status, 200);
  EXPECT_EQ(server.status("/v1/models", {bearer(key)}), 200);
}

TEST(PublicServerKeys, TheCommandLineMakesKeysForARunningServer) {
  PublicServer server;
  server.start();
  const std::string file = (server.folder() / "keys.json").string();
  const auto added =
      test::runEngine({"keys", "--keys", file, "add", "a script", "--scope", "read"});
  ASSERT_EQ(added.exitCode, 0) << added.err;
  const std::string secret = added.out.substr(0, added.out.find('\n'));
  const auto status = [&] { return server.status("/v1/models", {{"x-api-key", secret}}); };
  EXPECT_EQ(status(), 200);
  const auto listed = test::runEngine({"keys", "--keys", file, "list"});
  EXPECT_THAT(listed.out, testing::HasSubstr("a script"));
  EXPECT_THAT(listed.out, testing::Not(testing::HasSubstr(secret)));
  const std::string id = listed.out.substr(0, listed.out.find(' '));
  EXPECT_EQ(test::runEngine({"keys", "--keys", file, "remove", id}).exitCode, 0);
  EXPECT_EQ(status(), 401);
}

TEST(PublicServerKeys, RefusesPagesOfOtherSitesUnlessTheyAreAllowed) {
  PublicServer server({"--public-origin", "https://notes.example"});
  server.start();
  const auto key = server.makeKey({"read"});
  const std::pair<std::string, std::string> allowed{"Origin", "https://notes.example"};
  const std::pair<std::string, std::string> foreign{"Origin", "https://evil.example"};
  const auto from = [&](auto origin) {
    return server.client().Get("/v1/models", {bearer(key), origin});
  };
  EXPECT_EQ(from(foreign)->status, 403);
  EXPECT_FALSE(from(foreign)->has_header("Access-Control-Allow-Origin"));
  EXPECT_EQ(from(allowed)->status, 200);
  EXPECT_EQ(from(allowed)->get_header_value("Access-Control-Allow-Origin"), allowed.second);
  const auto ask = [&](auto origin) {
    return server.client().Options("/v1/models", httplib::Headers{origin});
  };
  EXPECT_EQ(ask(allowed)->status, 204);
  EXPECT_THAT(ask(allowed)->get_header_value("Access-Control-Allow-Headers"),
              testing::HasSubstr("authorization"));
  EXPECT_EQ(ask(foreign)->status, 403);
  EXPECT_EQ(server.status("/v1/models", {bearer(key), {"Host", "notes.example"}}), 403);
  // The owner's address allows none.
  EXPECT_EQ(server.engine().client().Get("/alcove/v1/status", httplib::Headers{allowed})->status,
            403);
}

}  // namespace
}  // namespace alcove::server
