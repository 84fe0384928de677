// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The session against the real engine.
#include "server/server_session.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "core/paths.h"
#include "settings/settings.h"
#include "support/wait.h"

namespace alcove::server {
namespace {

using State = ServerSession::State;

class ServerSessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (core::findEngineExecutable().isEmpty()) GTEST_SKIP() << "no alcove-engine in this build";
    connect();
  }
  void connect() {
    QObject::connect(&process, &client::EngineProcess::ready, &client,
                     [this] { client.setEndpoint(process.address(), process.token()); });
    session = std::make_unique<ServerSession>(process, client, settings);
    process.start();
  }
  bool reaches(State state) {
    return test::waitUntil([&] { return session->state() == state; });
  }
  // The status of GET /v1/models at the session's address.
  int status(const QString& key) {
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(session->status().url + QStringLiteral("/v1/models")));
    request.setRawHeader("Authorization", "Bearer " + key.toUtf8());
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    test::waitUntil([&] { return reply->isFinished(); });
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  }

  QTemporaryDir folder;
  settings::Settings settings{folder.filePath("settings.json")};
  client::EngineProcess process{core::findEngineExecutable(),
                                {"--keys", folder.filePath("keys.json")}};
  client::EngineClient client;
  std::unique_ptr<ServerSession> session;
};

TEST_F(ServerSessionTest, StartsStopsAndRemembersItsPort) {
  settings.setServerPort(0);
  ASSERT_TRUE(reaches(State::Stopped));
  session->start();
  ASSERT_TRUE(reaches(State::Running));
  EXPECT_GT(settings.serverPort(), 0) << "the next start has the same address";
  EXPECT_EQ(session->status().port, settings.serverPort());
  EXPECT_EQ(status("no key"), 401);
  session->stop();
  ASSERT_TRUE(reaches(State::Stopped));
  EXPECT_TRUE(session->status().url.isEmpty());
}

TEST_F(ServerSessionTest, APortThatIsTakenIsSaidAndAFreeOneHelps) {
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost));
  settings.setServerPort(other.serverPort());
  ASSERT_TRUE(reaches(State::Stopped));
  session->start();
  ASSERT_TRUE(reaches(State::Failed));
  EXPECT_TRUE(session->error().sentence.contains(QString::number(other.serverPort())))
      << qPrintable(session->error().sentence);
  session->startOnFreePort();
  ASSERT_TRUE(reaches(State::Running));
  EXPECT_NE(settings.serverPort(), other.serverPort());
}

TEST_F(ServerSessionTest, KeysOpenItUntilTheyAreRemoved) {
  settings.setServerPort(0);
  ASSERT_TRUE(reaches(State::Stopped));
  session->start();
  ASSERT_TRUE(reaches(State::Running));
  QString secret;
  QObject::connect(session.get(), &ServerSession::keyAdded, session.get(),
                   [&](const client::AccessKey&, const QString& key) { secret = key; });
  session->addKey("Notebook", {"read"});
  ASSERT_TRUE(test::waitUntil([&] { return session->keys().size() == 1; }));
  EXPECT_EQ(status(secret), 200);
  const client::AccessKey key = session->keys().first();
  EXPECT_EQ(key.name, "Notebook");
  EXPECT_EQ(key.scopes, QStringList{"read"});
  session->removeKey(key.id);
  ASSERT_TRUE(test::waitUntil([&] { return session->keys().isEmpty(); }));
  EXPECT_EQ(status(secret), 401);
  session->restoreKey(key.id);
  ASSERT_TRUE(test::waitUntil([&] { return session->keys().size() == 1; }));
  EXPECT_EQ(status(secret), 200);
  QSignalSpy failed(session.get(), &ServerSession::failed);
  session->addKey("No scope", {});
  EXPECT_TRUE(test::waitUntil([&] { return failed.size() == 1; }));
}

TEST_F(ServerSessionTest, ComesBackWithTheEngine) {
  settings.setServerPort(0);
  ASSERT_TRUE(reaches(State::Stopped));
  session->start();
  ASSERT_TRUE(reaches(State::Running));
  const int port = session->status().port;
  ASSERT_EQ(kill(pid_t(process.processId()), SIGKILL), 0);
  ASSERT_TRUE(reaches(State::Waiting));
  ASSERT_TRUE(reaches(State::Running));
  EXPECT_EQ(session->status().port, port);
}

TEST_F(ServerSessionTest, StartsWithTheApplicationIfThatIsWanted) {
  settings.setServerPort(0);
  settings.setStartServer(true);
  process.stop();
  ASSERT_TRUE(
      test::waitUntil([&] { return process.state() == client::EngineProcess::State::Stopped; }));
  session.reset();
  connect();
  EXPECT_TRUE(reaches(State::Running));
}

TEST_F(ServerSessionTest, ADamagedFileOfKeysKeepsNothingElseFromWorking) {
  process.stop();
  ASSERT_TRUE(
      test::waitUntil([&] { return process.state() == client::EngineProcess::State::Stopped; }));
  QFile keys(folder.filePath("keys.json"));
  ASSERT_TRUE(keys.open(QIODevice::WriteOnly));
  keys.write("{\"keys\": [{");
  keys.close();
  settings.setServerPort(0);
  process.start();
  ASSERT_TRUE(reaches(State::Stopped));
  session->start();
  ASSERT_TRUE(reaches(State::Running));
  EXPECT_EQ(status("any"), 503);
}

}  // namespace
}  // namespace alcove::server
