// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/server/public_server.h"

#include <gtest/gtest.h>

namespace alcove::test {
namespace {

std::vector<std::string> withKeys(const TemporaryFolder& folder, std::vector<std::string> more) {
  more.insert(more.begin(), {"--keys", (folder / "keys.json").string()});
  return more;
}

}  // namespace

PublicServer::PublicServer(const std::vector<std::string>& more)
    : m_engine(withKeys(m_folder, more)) {}

void PublicServer::start() {
  const auto result = m_engine.post("/alcove/v1/server/start", R"({"port":0})");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->status, 200) << result->body;
  m_address = nlohmann::json::parse(result->body)["url"];
}

httplib::Client PublicServer::client() const {
  httplib::Client client(m_address);
  client.set_read_timeout(std::chrono::seconds(120));
  return client;
}

int PublicServer::status(const std::string& path, const httplib::Headers& headers) const {
  const auto result = client().Get(path, headers);
  return result ? result->status : 0;
}

nlohmann::json PublicServer::makeKey(const std::vector<std::string>& scopes) const {
  const nlohmann::json request = {{"name", "a test"}, {"scopes", scopes}};
  const auto result = m_engine.post("/alcove/v1/keys", request.dump());
  EXPECT_TRUE(result && result->status == 200);
  return nlohmann::json::parse(result->body);
}

nlohmann::json PublicServer::state() const {
  const auto result = m_engine.get("/alcove/v1/server");
  EXPECT_TRUE(result && result->status == 200);
  return nlohmann::json::parse(result->body);
}

std::pair<std::string, std::string> bearer(const nlohmann::json& key) {
  return {"Authorization", "Bearer " + std::string(key["key"])};
}

}  // namespace alcove::test
