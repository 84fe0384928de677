// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The public server under load, and how requests of it end.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "engine/server/public_server.h"

namespace alcove::server {
namespace {

using nlohmann::json;
using test::bearer;
using test::PublicServer;

// A connection that says nothing.
class SilentConnection {
 public:
  explicit SilentConnection(const std::string& address)
      : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(std::uint16_t(std::stoi(address.substr(address.rfind(':') + 1))));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(m_socket, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  ~SilentConnection() { close(m_socket); }
  SilentConnection(const SilentConnection&) = delete;
  SilentConnection& operator=(const SilentConnection&) = delete;

 private:
  int m_socket;
};

std::string longAnswer(int tokens, bool stream) {
  return json({{"prompt", "Once upon a time"},
               {"max_tokens", tokens},
               {"temperature", 0},
               {"stream", stream}})
      .dump();
}

TEST(PublicServerLimits, TurnsAwayWhoComesWhenAllConnectionsAreTaken) {
  PublicServer server({"--public-connections", "2"});
  server.start();
  {
    const SilentConnection first(server.address());
    const SilentConnection second(server.address());
    ASSERT_TRUE(test::soon([&] { return server.state()["connections"] == 2; }));
    const auto refused = server.client().Get("/health");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_TRUE(refused->has_header("Retry-After"));
    EXPECT_EQ(json::parse(refused->body)["error"]["type"], "unavailable");
    EXPECT_EQ(server.engine().get("/health")->status, 200);
  }
  EXPECT_TRUE(test::soon([&] { return server.status("/health") == 200; }));
  EXPECT_GE(server.state()["connections_refused"], 1);
}

class WithModel : public testing::Test {
 protected:
  void SetUp() override {
    const auto model = test::starterModel();
    if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
    ASSERT_EQ(m_server.engine().load(model).back()["state"], "ready");
    m_server.start();
    m_key = m_server.makeKey({"chat", "metrics"});
  }
  httplib::Result complete(const std::string& body) {
    return m_server.client().Post("/v1/completions", {bearer(m_key)}, body, "application/json");
  }
  json requests() { return m_server.state()["requests"]; }

  PublicServer m_server{{"--public-requests", "1"}};
  json m_key;
};

TEST_F(WithModel, ShowsWhatRunsAndCancelsIt) {
  auto answer = std::async(std::launch::async, [&] { return complete(longAnswer(2000, true)); });
  ASSERT_TRUE(test::soon([&] {
    const json now = requests();
    return now.size() == 1 && now[0]["completion_tokens"] > 3;
  }));
  const json request = requests()[0];
  EXPECT_EQ(request["route"], "/v1/completions");
  EXPECT_EQ(request["key_id"], m_key["id"]);
  EXPECT_EQ(request["key_name"], "a test");
  EXPECT_EQ(request["state"], "answering");
  EXPECT_GT(request["prompt_tokens"], 0);
  EXPECT_GT(request["tokens_per_s"], 0);

  // The one that may run does run: the next one is asked to come again.
  const auto refused = complete(longAnswer(1, false));
  EXPECT_EQ(refused->status, 429);
  EXPECT_TRUE(refused->has_header("Retry-After"));

  const std::string cancel = json({{"id", request["id"]}}).dump();
  EXPECT_EQ(m_server.engine().post("/alcove/v1/server/cancel", cancel)->status, 200);
  const auto result = answer.get();
  ASSERT_TRUE(result);
  // OpenAI's clients know no word for it.
  EXPECT_THAT(result->body, testing::HasSubstr(R"("finish_reason":"length")"));
  EXPECT_THAT(result->body, testing::HasSubstr(R"("stop_reason":"cancelled")"));
  EXPECT_THAT(result->body, testing::Not(testing::HasSubstr(R"("finish_reason":"cancelled")")));
  EXPECT_TRUE(test::soon([&] { return requests().empty(); }));
  EXPECT_EQ(m_server.engine().post("/alcove/v1/server/cancel", cancel)->status, 404);
  EXPECT_EQ(complete(longAnswer(1, false))->status, 200);
}

TEST_F(WithModel, AClientThatGoesAwayEndsItsRequest) {
  int pieces = 0;
  httplib::Request request;
  request.method = "POST";
  request.path = "/v1/completions";
  request.headers = {bearer(m_key)};
  request.body = longAnswer(2000, true);
  request.content_receiver = [&](const char*, std::size_t, std::uint64_t, std::uint64_t) {
    return ++pieces < 3;
  };
  httplib::Client client = m_server.client();
  EXPECT_FALSE(client.send(request));
  EXPECT_TRUE(test::soon([&] { return requests().empty(); }));
  EXPECT_TRUE(test::soon([&] { return m_server.engine().status()["cache"]["blocks_used"] == 0; }));
}

TEST_F(WithModel, CountsWhatItDoes) {
  ASSERT_EQ(complete(longAnswer(7, false))->status, 200);
  ASSERT_EQ(complete("garbage")->status, 400);
  const auto metrics = m_server.client().Get("/metrics", {bearer(m_key)});
  ASSERT_EQ(metrics->status, 200);
  using testing::HasSubstr;
  EXPECT_THAT(metrics->get_header_value("Content-Type"), HasSubstr("version=0.0.4"));
  EXPECT_THAT(metrics->body, HasSubstr("alcove_completion_tokens_total 7\n"));
  EXPECT_THAT(metrics->body, HasSubstr("alcove_time_to_first_token_seconds_count 1\n"));
  EXPECT_THAT(metrics->body, HasSubstr("alcove_time_per_token_seconds_count 6\n"));
  for (const char* sample : {"{route=\"/v1/completions\",status=\"200\"} 1\n",
                             "{route=\"/v1/completions\",status=\"400\"} 1\n"})
    EXPECT_THAT(metrics->body, HasSubstr(std::string("alcove_requests_total") + sample));
  // What an answer held is given back in the step after its last token.
  EXPECT_TRUE(test::soon([&] {
    const auto now = m_server.client().Get("/metrics", {bearer(m_key)});
    return now->body.find("alcove_kv_blocks{state=\"used\"} 0\n") != std::string::npos;
  }));
}

TEST_F(WithModel, OnSigtermRunningAnswersFinishAndNewOnesAreRefused) {
  auto answer = std::async(std::launch::async, [&] { return complete(longAnswer(30, true)); });
  ASSERT_TRUE(test::soon([&] {
    const json now = requests();
    return now.size() == 1 && now[0]["completion_tokens"] > 0;
  }));
  ASSERT_EQ(kill(m_server.engine().pid(), SIGTERM), 0);
  const auto result = answer.get();
  ASSERT_TRUE(result);
  EXPECT_THAT(result->body, testing::HasSubstr(R"("finish_reason":"length")"));
  EXPECT_THAT(result->body, testing::HasSubstr("[DONE]"));
  EXPECT_EQ(m_server.engine().waitForExit(), 0);
  EXPECT_EQ(m_server.status("/health"), 0);
}

}  // namespace
}  // namespace alcove::server
