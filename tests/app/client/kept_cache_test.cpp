// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What the engine has computed of a chat outlives the engine: with the real one and its disk.
#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "core/paths.h"
#include "support/wait.h"

namespace alcove::client {
namespace {

constexpr int kPatienceMs = 60'000;

QString starterModel() {
  for (const QString& folder : core::starterModelFolders()) {
    const QString file = QDir(folder).filePath(QStringLiteral("SmolLM2-135M-Instruct.Q4_1.gguf"));
    if (QFileInfo::exists(file)) return file;
  }
  return {};
}

class KeptCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (core::findEngineExecutable().isEmpty()) GTEST_SKIP() << "no alcove-engine in this build";
    if (starterModel().isEmpty()) GTEST_SKIP() << "the starter model is missing";
  }
  // Starts the engine, asks a long question, ends the engine; how much of the prompt was known.
  int knownTokens(qint64 diskBytes) {
    EngineProcess process{core::findEngineExecutable()};
    EngineClient client;
    ModelSession session(process, client);
    LoadRequest load;
    load.path = starterModel();
    load.contextTokens = 1024;
    load.threads = 2;
    load.cacheFolder = m_folder.filePath(QStringLiteral("kv"));
    load.cacheDiskBytes = diskBytes;
    session.load(load);
    process.start();
    const bool ready =
        test::waitUntil([&] { return session.state() == ModelSession::State::Ready; }, kPatienceMs);
    EXPECT_TRUE(ready);
    if (!ready) return -1;
    const int known = ask(client);
    session.unload();
    process.stop();
    EXPECT_TRUE(test::waitUntil([&] { return process.state() == EngineProcess::State::Stopped; },
                                kPatienceMs));
    return known;
  }
  static int ask(EngineClient& client) {
    ChatRequest request;
    request.turns = {
        {QStringLiteral("user"), QStringLiteral("Tell me about the sea. ").repeated(20)}};
    request.maxTokens = 4;
    bool ended = false;
    int known = -1;
    Call* call = client.chat(request);
    QObject::connect(call, &Call::done, &client, [&](const QJsonObject& last) {
      known = last[QLatin1String("usage")][QLatin1String("prompt_tokens_details")]
                  [QLatin1String("cached_tokens")]
                      .toInt(-1);
      ended = true;
    });
    QObject::connect(call, &Call::failed, &client, [&](const core::Error&) { ended = true; });
    test::waitUntil([&] { return ended; }, kPatienceMs);
    return known;
  }
  [[nodiscard]] qsizetype files() const {
    return QDir(m_folder.filePath(QStringLiteral("kv"))).entryList(QDir::Files).size();
  }

  QTemporaryDir m_folder;
};

TEST_F(KeptCacheTest, AChatGoesOnAfterARestartWithoutBeingReadAgain) {
  EXPECT_EQ(knownTokens(100'000'000), 0);
  EXPECT_GT(files(), 4);
  EXPECT_GT(knownTokens(100'000'000), 64);
}

TEST_F(KeptCacheTest, SwitchedOffItLeavesNothingBehind) {
  EXPECT_EQ(knownTokens(100'000'000), 0);
  EXPECT_GT(files(), 0);
  EXPECT_EQ(knownTokens(0), 0);
  EXPECT_EQ(files(), 0);
}

}  // namespace
}  // namespace alcove::client
